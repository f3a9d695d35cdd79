import type { Span } from './node.ts';

const SEPARATOR = /---(?=[ \t\r\n]|$)[ \t]*/y;
const CONTENT = /\n?(?:#[^\n]*\n)?[A-Za-z]/y;
const NOTHING = /^(?:[ \t]*(?:[#%][^\n]*)?\r?(?:\n|$))*$/;

/**
 * Splits a stream into documents as Kubernetes does, by lines that start with `---`, so that a broken document cannot
 * take the others with it. Documents that hold nothing but comments are left out.
 */
export function splitDocuments(text: string): Span[] {
  const documents: Span[] = [];
  let start = 0;
  const close = (end: number) => {
    if (end > start && !holdsNothing(text, start, end)) documents.push({ start, end });
  };
  for (let line = text.startsWith('---') ? 0 : nextDashes(text, 0); line >= 0; line = nextDashes(text, line)) {
    SEPARATOR.lastIndex = line;
    if (!SEPARATOR.test(text)) continue;
    close(line);
    start = SEPARATOR.lastIndex;
  }
  close(text.length);
  return documents;
}

/** The next line after this place that starts with three dashes; -1 for none. */
function nextDashes(text: string, from: number): number {
  const end = text.indexOf('\n---', from);
  return end < 0 ? -1 : end + 1;
}

function holdsNothing(text: string, start: number, end: number): boolean {
  CONTENT.lastIndex = start;
  // Most documents begin with a word, or with one after a line of comment.
  if (CONTENT.test(text) && CONTENT.lastIndex <= end) return false;
  return text
    .slice(start, end)
    .split('\n')
    .every((line) => NOTHING.test(line) || line.trim() === '...');
}
