import { basename, isAbsolute } from 'node:path';
import { oneLine } from '../text/display.ts';
import { repositoryPath } from './place.ts';
import type { ReporterOptions } from './reporter.ts';

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

/** Path of a file relative to the repository as a percent-encoded URI reference with forward slashes; never an absolute one. */
export function relativeUri(filePath: string, options: Pick<ReporterOptions, 'root' | 'realPath'>): string {
  const path = repositoryPath(filePath, options);
  // Another drive of Windows has no relative path.
  const local = isAbsolute(path) ? basename(filePath) : path;
  return local
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
