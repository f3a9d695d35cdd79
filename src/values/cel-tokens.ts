// The words of the Common Expression Language, as cel-go reads them. Source: its grammar.

export type TokenKind = 'float' | 'uint' | 'int' | 'string' | 'name' | 'escaped-name' | 'operator' | 'end';

export interface Token {
  kind: TokenKind;
  text: string;
  start: number;
}

/** The message is a clause whose subject is the expression. */
export class CelSyntaxProblem extends Error {}

const ESCAPE = String.raw`\\(?:[abfnrtv"'\\?\x60]|[0-3][0-7]{2}|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})`;
const RAW_STRING = String.raw`[rR](?:"""[^]*?"""|'''[^]*?'''|"[^"\n\r]*"|'[^'\n\r]*')`;
const LONG_STRING = ['"""', "'''"].map((quotes) => String.raw`${quotes}(?:${ESCAPE}|[^\\])*?${quotes}`).join('|');
const SHORT_STRING = ['"', "'"].map((quote) => String.raw`${quote}(?:${ESCAPE}|[^\\${quote}\n\r])*${quote}`).join('|');

const TOKEN = new RegExp(
  [
    String.raw`(?<space>[\t\f \r\n]+|//[^\n]*)`,
    String.raw`(?<float>(?:[0-9]+\.[0-9]+|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)`,
    '(?<uint>(?:0x[0-9a-fA-F]+|[0-9]+)[uU])',
    '(?<int>0x[0-9a-fA-F]+|[0-9]+)',
    `(?<string>[bB]?(?:${RAW_STRING}|${LONG_STRING}|${SHORT_STRING}))`,
    '(?<name>[A-Za-z_][A-Za-z0-9_]*)',
    '`(?<escaped>[A-Za-z0-9_./ -]+)`',
    String.raw`(?<operator>==|!=|<=|>=|&&|\|\||[<>[\]{}().,!?:+\-*/%])`,
  ].join('|'),
  'y',
);

const KINDS = ['float', 'uint', 'int', 'string', 'name', 'operator'] as const;
const WORD_OPERATOR = 'in';

/** The tokens of an expression, the last one of kind `end`. Throws CelSyntaxProblem. */
export function celTokens(text: string): Token[] {
  const tokens: Token[] = [];
  for (let start = 0; start < text.length; start = TOKEN.lastIndex) {
    TOKEN.lastIndex = start;
    const match = TOKEN.exec(text);
    if (!match?.groups) throw new CelSyntaxProblem(strayProblem(text, start));
    const { groups } = match;
    const kind = groups.escaped ? 'escaped-name' : KINDS.find((each) => groups[each] !== undefined);
    if (!kind) continue;
    if (kind === 'string' || kind === 'uint' || kind === 'float') checkLiteral(kind, match[0]);
    tokens.push({ kind: match[0] === WORD_OPERATOR ? 'operator' : kind, text: match[0], start });
  }
  return [...tokens, { kind: 'end', text: '', start: text.length }];
}

const MEANT: Record<string, string> = { '=': '==', '&': '&&', '|': '||' };

function strayProblem(text: string, start: number): string {
  const found = String.fromCodePoint(text.codePointAt(start) ?? 0);
  const place = `at character ${start + 1}`;
  if (found === '"' || found === "'") return `has a text ${place} that does not end, or has an escape that is none`;
  const meant = MEANT[found];
  return `has ${JSON.stringify(found)} ${place}, ${meant ? `and the operator is ${JSON.stringify(meant)}` : 'which CEL does not have'}`;
}

function checkLiteral(kind: 'string' | 'uint' | 'float', text: string): void {
  if (kind === 'string') checkEscapes(text);
  else if (kind === 'float' ? !Number.isFinite(Number(text)) : !fitsInteger(text, true)) refuseNumber(text);
}

/** Throws CelSyntaxProblem for an integer, with its sign, of more than 64 bits. */
export function checkInteger(text: string): void {
  if (!fitsInteger(text, false)) refuseNumber(text);
}

function refuseNumber(text: string): never {
  throw new CelSyntaxProblem(`has the number ${text}, which is too large`);
}

function fitsInteger(text: string, unsigned: boolean): boolean {
  const size = BigInt(text.replace(/^-|[uU]$/g, ''));
  const value = text.startsWith('-') ? -size : size;
  return (unsigned ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value)) === value;
}

/** An escape stands for a character that there is, and in bytes for no character at all. */
function checkEscapes(text: string): void {
  if (/^[bB]?[rR]/.test(text)) return;
  for (const [sequence, ...digits] of text.matchAll(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|.)/gs)) {
    const code = Number.parseInt(digits.join(''), 16);
    const isNone = code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
    if (isNone) throw new CelSyntaxProblem(`has the escape ${sequence}, which is no character`);
    if (!Number.isNaN(code) && /^[bB]/.test(text)) throw new CelSyntaxProblem(`has the escape ${sequence} in bytes`);
  }
}
