import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../engine/errors.ts';

/** Where mesh-lint's own files are: frames in these say nothing to the author of a plugin. */
const OWN = join(import.meta.dirname, '..') + sep;

/** What was thrown in a plugin's code, as its author needs it: what was being done, the message and the place in their file. */
export function pluginFailure(doing: string, error: unknown, directory: string): UsageError {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const place = placeOf(error, directory);
  return new UsageError(`${doing}: ${message}${place === undefined ? '' : `\n  at ${place}`}`);
}

/** The innermost frame in a file that is neither Node's nor ours, as `rules/acme.js:12:5`. */
function placeOf(error: unknown, directory: string): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const line of stack.split('\n')) {
    const [, file, place] =
      /^\s+at .*\((.*?):(\d+:\d+)\)$/.exec(line) ??
      /^\s+at (?:async )?(.*?):(\d+:\d+)$/.exec(line) ??
      // What a syntax error's stack begins with.
      /^((?:file:\/\/)?\/.*|[A-Za-z]:\\.*):(\d+)$/.exec(line) ??
      [];
    if (file === undefined) continue;
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    if (/^(?:node:|<|native)/.test(path) || path.startsWith(OWN)) continue;
    return `${shownPath(path, directory)}:${place}`;
  }
  return undefined;
}

/** From the directory where it lies below that, else whole. */
export function shownPath(path: string, directory: string): string {
  const shown = relative(directory, path);
  return shown.startsWith('..') || shown === '' ? path : shown.replaceAll(sep, '/');
}
