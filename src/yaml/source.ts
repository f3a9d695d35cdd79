import { SourceFile, YamlDocument } from './document.ts';
import { parseText, type Reader } from './parse-text.ts';
import { splitDocuments } from './split.ts';
import { findTemplate } from './template.ts';

/**
 * Reads a text into documents. What cannot be read is a problem of its document. To be called within `withYaml`,
 * where that package is not loaded.
 */
export function sourceOf(path: string, text: string, reader: Reader): SourceFile {
  const file = new SourceFile(path, text, reader);
  const documents = splitDocuments(text).map((span, index) => {
    const { root, problems, fieldNames } = parseText(text, span, reader);
    return new YamlDocument({ file, index, extent: span, root, problems, fieldNames });
  });
  // What looks broken because it is a template is not judged before it is rendered.
  if (documents.some(({ problems }) => problems.length > 0)) file.template = findTemplate(text);
  file.hold(file.template ? [] : documents);
  return file;
}
