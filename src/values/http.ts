const TOKEN = /^[!#$%&'*+\-.^_`|~A-Za-z0-9]+$/;
const STRICT_NAME = /^[-_A-Za-z0-9]+$/;
const CONTROL = /[\u0000-\u0008\u000A-\u001F\u007F]/;

/** What is wrong with the name of an HTTP header (a token of RFC 7230), as a clause whose subject is the value. */
export function headerNameProblem(name: string): string | undefined {
  if (name === '') return 'is empty';
  return TOKEN.test(name) ? undefined : "is no header name (letters, digits and !#$%&'*+-.^_`|~)";
}

/** Like `headerNameProblem` where only letters, digits, '-' and '_' are allowed. */
export function strictHeaderNameProblem(name: string): string | undefined {
  if (name === '') return 'is empty';
  return STRICT_NAME.test(name) ? undefined : "holds more than letters, digits, '-' and '_'";
}

/** Text in a command's arguments: up to its quote, or to the ")" that ends the arguments. */
const TEXT = String.raw`(?:\\.|[^\\)"])*`;
/** `(plain text)` or `(["text", "text"])`. */
const ARGUMENTS = String.raw`\( *(?:\[ *"|[^\[ ])${TEXT}(?:" *, *"${TEXT})*(?:\)|" *\] *\))`;
const FORMATTED = new RegExp(`^(?:[^%]|%%|%[^%(]+%|%[^%(]*${ARGUMENTS} *%)*$`, 's');

/**
 * What is wrong with the value of a header that Envoy formats, as a clause: control characters, or a `%COMMAND%` that
 * does not end. Source: Envoy's custom request and response headers.
 */
export function headerValueProblem(value: string): string | undefined {
  if (CONTROL.test(value)) return 'holds a control character';
  if (!value.includes('%') || FORMATTED.test(value)) return undefined;
  return 'has a "%" that begins no complete command such as %REQ(x-id)%; a plain percent sign is written "%%"';
}

/** The status codes that have a standard text, as runs. */
const STATUS_RUNS: readonly (readonly [first: number, last: number])[] = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
];

/** Is it a status code that has a standard text, as 503 has "Service Unavailable"? */
export function isHttpStatus(code: number): boolean {
  return Number.isInteger(code) && STATUS_RUNS.some(([first, last]) => code >= first && code <= last);
}

/** What is wrong with a status that a proxy shall answer with, as a clause whose subject is the value. */
export function statusProblem(status: number): string | undefined {
  return status >= 200 && status <= 600 ? undefined : 'is outside of 200 to 600';
}
