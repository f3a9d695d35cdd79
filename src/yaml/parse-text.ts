import { parseBlock } from './fast/block.ts';
import type { Span } from './node.ts';
import type { ParsedText, parseWithYaml } from './parse.ts';

/** `fast` reads what people write in block style itself and leaves the rest to the `yaml` package, `yaml` leaves it all. */
export const READERS = ['fast', 'yaml'] as const;
export type Reader = (typeof READERS)[number];

/** Thrown where a text needs the `yaml` package before it is loaded: load it, and start again. */
export const NEEDS_YAML = Symbol('a text for the yaml package');

let withYaml: typeof parseWithYaml | undefined;

/** Loads the package, which most runs do not need. */
export async function loadYaml(): Promise<void> {
  withYaml ??= (await import('./parse.ts')).parseWithYaml;
}

/** Reads the document at these offsets. Throws NEEDS_YAML where that package is needed and not loaded. */
export function parseText(text: string, span: Span, reader: Reader): ParsedText {
  const parsed = reader === 'fast' ? parseBlock(text, span) : undefined;
  if (parsed) return parsed;
  if (!withYaml) throw NEEDS_YAML;
  return withYaml(text.slice(span.start, span.end), span.start);
}

/** For what loads the package itself. */
export function provideYaml(parse: typeof parseWithYaml): void {
  withYaml = parse;
}
