import { parseBlock } from './fast/block.ts';
import type { Span } from './node.ts';
import type { ParsedText, parseWithYaml } from './parse.ts';

/** `fast` reads what people write in block style itself and leaves the rest to the `yaml` package, `yaml` leaves it all. */
export const READERS = ['fast', 'yaml'] as const;
export type Reader = (typeof READERS)[number];

/** Thrown where a text needs the `yaml` package before it is loaded: load it, and start again. */
const NEEDS_YAML = Symbol('a text for the yaml package');

let parseAll: typeof parseWithYaml | undefined;

/** Does something, or once more when the package is loaded, which most runs do not need, if it turns out to need that. */
export function withYaml<Result>(action: () => Result | Promise<Result>): Result | Promise<Result> {
  const again = async (thrown: unknown): Promise<Result> => {
    if (thrown !== NEEDS_YAML) throw thrown;
    provideYaml((await import('./parse.ts')).parseWithYaml);
    return action();
  };
  try {
    const outcome = action();
    return outcome instanceof Promise ? outcome.catch(again) : outcome;
  } catch (thrown) {
    if (thrown !== NEEDS_YAML) throw thrown;
    return again(thrown);
  }
}

/** Reads the document at these offsets. To be called within `withYaml`, which loads what is missing. */
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
