import type { Span } from './node.ts';

/** A template action where YAML wants structure: at the start of a line, as an unquoted value, or in an unquoted key. */
const STRUCTURAL =
  /^[ \t]*(?:- +)*(?:[\w"'./-]+:[ \t]+)?(\{\{|\{%|<%)|^[ \t]*(?:- +)*[\w./-]*(\{\{)[^}]*\}\}[^"'\n]*:/m;
const ANYWHERE = /\{\{|\{%|<%[=\s-]/;

/** The first expression of a Helm, Go, Jinja or ERB template that stands where YAML wants structure. */
export function findTemplate(text: string): Span | undefined {
  if (!ANYWHERE.test(text)) return undefined;
  const match = STRUCTURAL.exec(text);
  if (!match) return undefined;
  const marker = match[1] ?? match[2] ?? '{{';
  const start = match.index + match[0].indexOf(marker);
  const lineEnd = text.slice(start).search(/\r?\n|$/);
  const closing = /\}\}|%\}|%>/.exec(text.slice(start, start + lineEnd));
  return { start, end: start + (closing ? closing.index + 2 : lineEnd) };
}
