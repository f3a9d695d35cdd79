// Keeps the values of Secrets and credentials in addresses out of what is shown. It works on the text, so that it holds for
// what no parser could read.

import type { SourceLines } from './source-lines.ts';

/** The 0-based column from which a line is to be hidden; undefined where all of it may be shown. */
export type HiddenFrom = (line: number) => number | undefined;

/** What stands for something that is not shown. */
export const DOTS = '•••';

const SEPARATOR = /^(?:---|\.\.\.)(?=\s|$)/gm;
const BLOCK_KIND =
  /^(\ufeff?[ \t]*(?:-[ \t]+)*)(["']?)kind\2\s*:\s*(?:[!&]\S*\s+)*["']?Secret(?:List)?["']?[ \t]*(?:[,#].*)?$/gm;
const BLOCK_SIBLING = /^(\ufeff?[ \t]*(?:-[ \t]+)*)(["']?)(?:apiVersion|data|stringData)\2[ \t]*:/gm;
const FLOW_KIND = /[{,][ \t]*["']?kind["']?[ \t]*:[ \t]*["']?Secret(?:List)?(?:["'},\s]|$)/;
const JSON_KIND = /"kind"[ \t]*:[ \t]*"Secret(?:List)?"/;
const JSON_DATA = /"(?:data|stringData)"[ \t]*:/;
const FLOW_SIBLING = /[{,][ \t]*["']?(?:apiVersion|data|stringData)["']?[ \t]*:/;

const KEY =
  /^\ufeff?[ \t]*(?:-[ \t]+)*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[\w.$/][^:#"'{}[\]]*?)[ \t]*:(?=[ \t]|$)[ \t]*/;
const OPEN_VALUES = new Set(['apiVersion', 'kind', 'type']);

const USER = /(?<=:\/\/)[^\s/?#"'<>`\\]+(?=@)/g;
const TOKEN =
  /(?<=[?&](?:access_token|token|api_?key|password|passwd|secret|client_secret|signature|sig|x-amz-signature)=)[^\s&#"'<>`\\]+/gi;

/** A text without the user, the password and the tokens in addresses that it quotes. */
export function hideCredentials(text: string): string {
  return mayHoldCredentials(text) ? text.replace(USER, DOTS).replace(TOKEN, DOTS) : text;
}

/** As hideCredentials, with every character after them where it was. */
export function maskCredentials(text: string): string {
  const mask = (found: string) => '•'.repeat(found.length);
  return mayHoldCredentials(text) ? text.replace(USER, mask).replace(TOKEN, mask) : text;
}

/** Told at once, for most texts have no address in them. */
export function mayHoldCredentials(text: string): boolean {
  return text.includes('://');
}

/** Which columns of a text belong to values of `kind: Secret`. Keys, apiVersion, kind and type stay visible. */
export function findSecrets(lines: SourceLines): HiddenFrom {
  if (!/\bSecret/.test(lines.text)) return () => undefined;
  const hidden = new Map<number, number>();
  let start = 0;
  const documents = [...lines.text.matchAll(SEPARATOR)].map((match) => match.index);
  for (const end of [...documents, lines.text.length]) {
    if (holdsSecret(lines.text.slice(start, end)))
      hideValues(lines, lines.lineAt(start), lines.lineAt(Math.max(start, end - 1)), hidden);
    start = end;
  }
  return (line) => hidden.get(line);
}

/** Does a text hold a Secret in one of its documents? */
export function hasSecret(text: string): boolean {
  return /\bSecret/.test(text) && text.split(SEPARATOR).some(holdsSecret);
}

/** A mere reference (`certificateRefs: [{kind: Secret}]`) has no apiVersion, data or stringData beside its kind. */
function holdsSecret(document: string): boolean {
  if (
    FLOW_KIND.test(document) &&
    (FLOW_SIBLING.test(document) || (JSON_KIND.test(document) && JSON_DATA.test(document)))
  )
    return true;
  const columns = new Set(Array.from(document.matchAll(BLOCK_KIND), indentOf));
  if (columns.size === 0) return false;
  return columns.has(0) || Array.from(document.matchAll(BLOCK_SIBLING), indentOf).some((column) => columns.has(column));
}

function indentOf(match: RegExpMatchArray): number {
  return (match[1] ?? '').replace('\ufeff', '').length;
}

/** What the next lines continue: a block scalar that lasts while lines are indented deeper, or an open quote. */
type Open = { indent: number } | { quote: string } | undefined;

function hideValues(lines: SourceLines, first: number, last: number, hidden: Map<number, number>): void {
  let open: Open;
  for (let number = first; number <= last; number++) {
    const line = lines.line(number) ?? '';
    const indent = line.search(/\S/);
    if (indent < 0 || /^(?:---|\.\.\.)\s*$/.test(line)) continue;
    if (open && 'indent' in open && indent > open.indent) {
      hidden.set(number, indent);
      continue;
    }
    if (open && 'quote' in open) {
      hidden.set(number, indent);
      if (closes(line, open.quote)) open = undefined;
      continue;
    }
    const key = KEY.exec(line)?.[0].length;
    const content = Math.max(indent, line.search(/[^\s-]|-\S/));
    const value = key ?? content;
    open = opens(line.slice(value), key === undefined ? indent : content);
    if (!isHarmless(line, value)) hidden.set(number, value);
  }
}

function isHarmless(line: string, value: number): boolean {
  const rest = line.slice(value);
  if (/^[\s{}[\],]*$/.test(rest) || /^[|>][+\-\d]*\s*$/.test(rest)) return true;
  const key = line.slice(0, value).replace(/[\s"':\ufeff-]/g, '');
  return (
    (/^[\w"'\ufeff]/.test(line) && OPEN_VALUES.has(key)) ||
    (key === 'kind' && /^["']?Secret(?:List)?["']?,?$/.test(rest))
  );
}

function opens(value: string, indent: number): Open {
  const content = value.replace(/^(?:[!&]\S*\s+)*/, '');
  if (/^[|>]/.test(content)) return { indent };
  const quote = content[0];
  return (quote === '"' || quote === "'") && !closes(content.slice(1), quote) ? { quote } : undefined;
}

function closes(text: string, quote: string): boolean {
  return (quote === '"' ? text.replace(/\\./g, '') : text.replaceAll("''", '')).includes(quote);
}
