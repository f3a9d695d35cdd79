import { UsageError } from '../engine/errors.ts';
import { VERSION } from '../version.ts';

/** What a user is told of a run that failed: what to do about it, or, where it is our mistake, how to report it. */
export function failureText(error: unknown): string {
  return error instanceof UsageError ? `mesh-lint: ${error.message}\n` : bugReport(error);
}

function bugReport(error: unknown): string {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const where = frames
    .slice(0, 4)
    .map((line) => `  ${line.trim().replace(/\(?(?:file:\/\/)?[^\s(]*[\\/]([\w.-]+[\\/][\w.-]+:\d+:\d+)\)?$/, '$1')}`);
  return [
    `mesh-lint: this is a bug in mesh-lint, not in your manifests: ${message}`,
    `  mesh-lint ${VERSION}, Node ${process.versions.node}, ${process.platform}`,
    ...where,
    '  Nothing was reported. To help: open an issue with these lines and, if you can, the file.',
    '',
  ].join('\n');
}
