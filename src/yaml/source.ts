import { SourceFile, YamlDocument } from './document.ts';
import type { Span } from './node.ts';
import { parseText, type Reader } from './parse-text.ts';
import { splitDocuments } from './split.ts';
import { findTemplate } from './template.ts';

/**
 * Reads a text into documents. What cannot be read is a problem of its document. To be called within `withYaml`,
 * where that package is not loaded.
 */
export function sourceOf(path: string, text: string, reader: Reader): SourceFile {
  const file = new SourceFile(path, text, reader);
  file.documents = splitDocuments(text).map((span, index) => {
    const parsed = parseText(text, span, reader);
    return new YamlDocument({ file, index, span: firstLine(text, span), ...parsed });
  });
  if (file.documents.some((document) => document.problems.length > 0)) passOverTemplate(file);
  return file;
}

/** What looks broken because it is a template is not judged before it is rendered. */
function passOverTemplate(file: SourceFile): void {
  file.template = findTemplate(file.text);
  if (file.template) file.documents = [];
}

const UP_TO_CONTENT = /(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*/y;
const SPACE_AT_END = /[ \t]*\r?(?:\n|$)/g;

/** The first line with content, for findings about the document as a whole. */
function firstLine(text: string, { start, end }: Span): Span {
  UP_TO_CONTENT.lastIndex = start;
  UP_TO_CONTENT.exec(text);
  const from = Math.min(UP_TO_CONTENT.lastIndex, end);
  SPACE_AT_END.lastIndex = from;
  const found = SPACE_AT_END.exec(text);
  return { start: from, end: Math.min(found?.index ?? end, end) };
}
