import type { YamlDocument } from './document.ts';
import type { Edit } from './edit.ts';

/**
 * Puts a member before the one whose key starts at an offset, in block style: above the comment lines over that one, which
 * are about it. Further lines of `text` are indented already, as in the file.
 */
export function putMemberBefore(document: YamlDocument, key: number, text: string): Edit {
  const { lead, around, above } = surroundings(document, key);
  if (above !== undefined && lead.trim() === '') return at(above, `${lead}${text}\n${around}`);
  return at(key, `${text}\n${around}${' '.repeat(lead.length)}`);
}

/** The same of an item of a list; undefined where its line holds more than a dash before it. */
export function putItemBefore(document: YamlDocument, item: number, text: string): Edit | undefined {
  const { lead, around, above } = surroundings(document, item);
  if (!/^ *- +$/.test(lead)) return undefined;
  return above === undefined ? at(item, `${text}\n${around}${lead}`) : at(above, `${lead}${text}\n${around}`);
}

interface Surroundings {
  /** What stands before a place on its line. */
  lead: string;
  /** The indentation that configuration in a string has besides its own: that of the string. */
  around: string;
  /** Where the comment lines directly above start, if there are any. */
  above: number | undefined;
}

function surroundings(document: YamlDocument, offset: number): Surroundings {
  const before = document.text({ start: 0, end: offset });
  const line = before.lastIndexOf('\n') + 1;
  const lead = before.slice(line);
  const column = document.locate({ start: offset, end: offset }).column;
  const comments = /(?:^|(?<=\n))(?:[ \t]*#[^\n]*\n)+$/.exec(before.slice(0, line));
  return { lead, around: ' '.repeat(Math.max(0, column - 1 - lead.length)), above: comments?.index };
}

function at(offset: number, text: string): Edit {
  return { start: offset, end: offset, text };
}
