import type { SourceFile } from './document.ts';
import { parseWithYaml } from './parse.ts';
import { provideYaml, type Reader } from './parse-text.ts';
import { sourceOf } from './source.ts';

provideYaml(parseWithYaml);

/** Reads a text into documents, with the `yaml` package at hand. Never throws: what cannot be read is a problem of its document. */
export function readSource(path: string, text: string, reader: Reader = 'fast'): SourceFile {
  return sourceOf(path, text, reader);
}
