import type { Message, MessageData } from './rule.ts';

/** Characters of a value in a sentence; help may list more. */
const LONGEST = { text: 120, help: 1000 };

/** Fills `{{name}}` in; long values are cut, and the text stays on one line. */
export function formatMessage(text: string, data: MessageData, part: 'text' | 'help' = 'text'): string {
  if (!text.includes('{{')) return text;
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => oneLine(String(data[name] ?? ''), LONGEST[part]));
}

export function messageOf(message: Message | string): Message {
  return typeof message === 'string' ? { text: message } : message;
}

const LINE_END = /[\r\n\u2028\u2029]/;

function oneLine(value: string, longest: number): string {
  const short = value.length > longest ? `${value.slice(0, longest - 1)}…` : value;
  return LINE_END.test(short) ? short.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ') : short;
}
