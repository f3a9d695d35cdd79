import { SourceFile, YamlDocument } from './document.ts';
import { parseWithYaml } from './parse.ts';
import { splitDocuments } from './split.ts';
import { findTemplate } from './template.ts';

/** Reads a text into documents. Never throws: what cannot be read is a problem of its document. */
export function readSource(path: string, text: string): SourceFile {
  const file = new SourceFile(path, text);
  file.documents = splitDocuments(text).map((span, index) => {
    const parsed = parseWithYaml(text.slice(span.start, span.end), span.start);
    return new YamlDocument({ file, index, span: trimmed(text, span), ...parsed });
  });
  if (file.documents.some((document) => document.problems.length > 0)) passOverTemplate(file);
  return file;
}

/** What looks broken because it is a template is not judged before it is rendered. */
function passOverTemplate(file: SourceFile): void {
  file.template = findTemplate(file.text);
  if (file.template) file.documents = [];
}

/** The first line with content, for findings about the document as a whole. */
function trimmed(text: string, { start, end }: { start: number; end: number }) {
  const content = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*/.exec(text.slice(start, end));
  const from = start + (content?.[0].length ?? 0);
  const lineEnd = text.slice(from, end).search(/[ \t]*\r?(?:\n|$)/);
  return { start: from, end: lineEnd < 0 ? end : from + lineEnd };
}
