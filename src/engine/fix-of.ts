import type { Fix } from '../report.ts';
import type { YamlDocument } from '../yaml/document.ts';
import type { Edit } from '../yaml/edit.ts';

/** What may be written into the text of a string, by its style, without a change of what stands around it. */
const SAFE_IN_STRING = { '"': /^[^"\\\n]*$/, "'": /^[^'\n]*$/, plain: /^[\w.-]*$/ };

/**
 * An edit of a document as one of its file, with the line ends of the file. Undefined where the document stands in a quoted
 * string that cannot hold the new text as it is.
 */
export function fixOf(document: YamlDocument, edit: Edit): Fix | undefined {
  if (!fitsHosts(document, edit.text)) return undefined;
  const { start, end } = document.toFile(edit);
  const text = edit.text.includes('\n') ? edit.text.replace(/\r?\n/g, lineEndAt(document.file.text, start)) : edit.text;
  return { range: [start, end], text };
}

function fitsHosts(document: YamlDocument, text: string): boolean {
  for (let host = document.host; host; host = host.document.host) {
    const { node } = host;
    if (node?.type !== 'scalar') return false;
    if (node.style === 'block') continue;
    const quote = host.document.text({ start: node.start, end: node.start + 1 });
    const safe = quote === '"' || quote === "'" ? SAFE_IN_STRING[quote] : SAFE_IN_STRING.plain;
    if (!safe.test(text)) return false;
  }
  return true;
}

/** How the line before a place ends, or the first line. */
function lineEndAt(text: string, offset: number): string {
  const before = offset > 0 ? text.lastIndexOf('\n', offset - 1) : -1;
  const end = before < 0 ? text.indexOf('\n', offset) : before;
  return text[end - 1] === '\r' ? '\r\n' : '\n';
}
