import { parseBlock } from './fast/block.ts';
import type { Span } from './node.ts';
import type { ParsedText, parseWithYaml } from './parse.ts';

/** `fast` reads what people write in block style itself and leaves the rest to the `yaml` package, `yaml` leaves it all. */
export const READERS = ['fast', 'yaml'] as const;
export type Reader = (typeof READERS)[number];

/** Thrown where a text needs the `yaml` package before it is loaded: load it, and start again. */
export const NEEDS_YAML = Symbol('a text for the yaml package');

let parseAll: typeof parseWithYaml | undefined;

/** Loads the package, which most runs do not need. */
export async function loadYaml(): Promise<void> {
  parseAll ??= (await import('./parse.ts')).parseWithYaml;
}

/** Does something, or once more when the package is loaded, if it turns out to need that. */
export function withYaml<Result>(action: () => Result): Result | Promise<Result> {
  try {
    return action();
  } catch (thrown) {
    if (thrown !== NEEDS_YAML) throw thrown;
    return loadYaml().then(action);
  }
}

/** Reads the document at these offsets. Throws NEEDS_YAML where that package is needed and not loaded. */
export function parseText(text: string, span: Span, reader: Reader): ParsedText {
  const parsed = reader === 'fast' ? parseBlock(text, span) : undefined;
  if (parsed) return parsed;
  if (!parseAll) throw NEEDS_YAML;
  return parseAll(text.slice(span.start, span.end), span.start);
}

/** For what loads the package itself. */
export function provideYaml(parse: typeof parseWithYaml): void {
  parseAll = parse;
}
