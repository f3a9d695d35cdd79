import type { Span } from './node.ts';

export interface Relaxed {
  /** As long as the original, so that offsets stay true. */
  text: string;
  /** The quoted scalars that were laid on one line. */
  joined: Span[];
}

const OPENING = /^([ \t]*(?:- +)*)(?:[\w./-]+:[ \t]+|(?=['"]))(['"])/gm;

/**
 * Kubernetes' reader lets a quoted scalar go on at the indentation of its own key, which the YAML specification (and
 * the `yaml` package) does not. Lays such scalars on one line; undefined where there are none.
 */
export function joinQuotedLines(text: string): Relaxed | undefined {
  const joined: Span[] = [];
  let relaxed = '';
  let copied = 0;
  OPENING.lastIndex = 0;
  for (let match = OPENING.exec(text); match; match = OPENING.exec(text)) {
    const start = OPENING.lastIndex - 1;
    const end = closing(text, start, match[2] ?? '"');
    if (end === undefined) break;
    OPENING.lastIndex = end;
    const scalar = text.slice(start, end);
    if (!continuesTooFarLeft(scalar, match[1]?.length ?? 0)) continue;
    relaxed += text.slice(copied, start) + scalar.replace(/[\r\n]/g, ' ');
    copied = end;
    joined.push({ start, end });
  }
  return joined.length > 0 ? { text: relaxed + text.slice(copied), joined } : undefined;
}

function closing(text: string, start: number, quote: string): number | undefined {
  for (let i = start + 1; i < text.length; i++) {
    if (quote === '"' && text[i] === '\\') i++;
    else if (text[i] === quote && quote === "'" && text[i + 1] === quote) i++;
    else if (text[i] === quote) return i + 1;
  }
  return undefined;
}

function continuesTooFarLeft(scalar: string, indent: number): boolean {
  const [, ...rest] = scalar.split('\n');
  return rest.some((line) => line.trim() !== '' && line.length - line.trimStart().length <= indent);
}
