import { SourceFile, YamlDocument } from './document.ts';
import { parseText, type Reader } from './parse-text.ts';
import { resourcesOf } from './resources.ts';
import { splitDocuments } from './split.ts';
import { findTemplate } from './template.ts';

/**
 * Reads a text into documents. What cannot be read is a problem of its document. To be called within `withYaml`,
 * where that package is not loaded.
 */
export function sourceOf(path: string, text: string, reader: Reader): SourceFile {
  const file = new SourceFile(path, text, reader);
  file.documents = splitDocuments(text).map((span, index) => {
    const { root, problems, fieldNames } = parseText(text, span, reader);
    return new YamlDocument({ file, index, extent: span, root, problems, fieldNames });
  });
  if (file.documents.some((document) => document.problems.length > 0)) passOverTemplate(file);
  // At once, while the processor still has the tree at hand.
  file.resources = resourcesOf(file.documents);
  return file;
}

/** What looks broken because it is a template is not judged before it is rendered. */
function passOverTemplate(file: SourceFile): void {
  file.template = findTemplate(file.text);
  if (file.template) file.documents = [];
}
