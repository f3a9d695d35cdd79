import { basename, isAbsolute, relative, sep } from 'node:path';
import { oneLine } from '../text/display.ts';

/**
 * A plain message as SARIF means it (2.1.0, 3.11.5 and 3.11.6): braces are doubled, and brackets escaped where they could
 * be taken for a link. Balanced brackets that no parenthesis follows stay, so that `route[0]` reads well everywhere.
 */
export function sarifText(text: string): string {
  const line = oneLine(text).replace(/[{}]/g, '$&$&');
  const strays = line.replace(/\[[^[\]]*\](?!\()/g, '');
  return /[[\]]/.test(strays) ? escapeBrackets(line) : line;
}

/** The text of an embedded link. */
export function sarifLinkText(text: string): string {
  return escapeBrackets(oneLine(text).replace(/[{}]/g, '$&$&'));
}

function escapeBrackets(text: string): string {
  return text.replace(/\\(?=[\\[\]]|$)/g, '\\\\').replace(/[[\]]/g, '\\$&');
}

/** The text with an end mark. */
export function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** Path of a file relative to `root` as a percent-encoded URI reference with forward slashes; never an absolute one. */
export function relativeUri(filePath: string, root: string): string {
  const path = isAbsolute(filePath) ? relative(root, filePath) : filePath;
  const local = isAbsolute(path) || path === '' ? basename(filePath) : path;
  return local
    .replace(/\p{Cs}/gu, '\ufffd')
    .replaceAll(sep, '/')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
