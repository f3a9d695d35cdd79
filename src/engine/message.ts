import type { Message, MessageData } from './rule.ts';

const LONGEST = 120;

/** Fills `{{name}}` in; long values are cut, and the text stays on one line. */
export function formatMessage(text: string, data: MessageData): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => oneLine(String(data[name] ?? '')));
}

export function messageOf(message: Message | string): Message {
  return typeof message === 'string' ? { text: message } : message;
}

function oneLine(value: string): string {
  const short = value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value;
  return short.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ');
}
