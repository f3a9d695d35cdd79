import type { Span } from './node.ts';

const SEPARATOR = /^---(?=[ \t\r\n]|$)[ \t]*/;
const NOTHING = /^(?:[ \t]*(?:[#%][^\n]*)?\r?(?:\n|$))*$/;

/**
 * Splits a stream into documents as Kubernetes does, by lines that start with `---`, so that a broken document cannot
 * take the others with it. Documents that hold nothing but comments are left out.
 */
export function splitDocuments(text: string): Span[] {
  const documents: Span[] = [];
  let start = 0;
  const close = (end: number) => {
    if (end > start && !holdsNothing(text.slice(start, end))) documents.push({ start, end });
  };
  for (let line = 0; line < text.length; line = nextLine(text, line)) {
    if (text.charCodeAt(line) !== 45) continue;
    const separator = SEPARATOR.exec(text.slice(line, line + 200));
    if (!separator) continue;
    close(line);
    start = line + separator[0].length;
  }
  close(text.length);
  return documents;
}

function nextLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}

function holdsNothing(text: string): boolean {
  return /^\s*(?:[#%]|$)/.test(text) && text.split('\n').every((line) => NOTHING.test(line) || line.trim() === '...');
}
