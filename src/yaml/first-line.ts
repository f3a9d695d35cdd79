import type { Span } from './node.ts';

const UP_TO_CONTENT = /(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*/y;
const SPACE_AT_END = /[ \t]*\r?(?:\n|$)/g;

/** The first line of a document that holds something. */
export function firstLine(text: string, { start, end }: Span): Span {
  UP_TO_CONTENT.lastIndex = start;
  UP_TO_CONTENT.exec(text);
  const from = Math.min(UP_TO_CONTENT.lastIndex, end);
  SPACE_AT_END.lastIndex = from;
  const found = SPACE_AT_END.exec(text);
  return { start: from, end: Math.min(found?.index ?? end, end) };
}
