import type { Fix } from '../report.ts';
import type { YamlDocument } from '../yaml/document.ts';
import type { Edit } from '../yaml/edit.ts';
import type { Span } from '../yaml/node.ts';

/** What may be written into the text of a string, by its style, without a change of what stands around it. */
const SAFE_IN_STRING = { '"': /^[^"\\\n]*$/, "'": /^[^'\n]*$/, plain: /^[\w.-]*$/ };

/**
 * An edit of a document as one of its file, with the line ends of the file. Undefined where the document stands in a quoted
 * string that cannot hold the new text as it is.
 */
export function fixOf(document: YamlDocument, edit: Edit): Fix | undefined {
  if (!fitsHosts(document, edit.text)) return undefined;
  const { start, end } = wholeLines(document, edit) ?? document.toFile(edit);
  const text = edit.text.includes('\n') ? edit.text.replace(/\r?\n/g, lineEndAt(document.file.text, start)) : edit.text;
  return { range: [start, end], text };
}

/** Of an edit that takes whole lines out of a block of text, the lines of the file, with the indentation of the block. */
function wholeLines(document: YamlDocument, { start, end, text }: Edit): Span | undefined {
  const isLines =
    document.text({ start: start - 1, end: start }) === '\n' && document.text({ start: end - 1, end }) === '\n';
  if (!document.host || text !== '' || end <= start || !(isLines || start === 0)) return undefined;
  const file = document.file.text;
  const [first, last] = [document.toFile({ start, end: start }).start, document.toFile({ start: end - 1, end }).start];
  return { start: file.lastIndexOf('\n', first - 1) + 1, end: file.indexOf('\n', last) + 1 };
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
