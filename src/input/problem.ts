import type { Stats } from 'node:fs';

/** Something that was named or found and cannot be read. */
export interface InputProblem {
  /** Absolute. */
  path: string;
  /** What is the matter, as the end of a sentence: "it does not exist". */
  message: string;
  /** What to do about it, a sentence. */
  help?: string;
}

const REASONS: Record<string, string> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of its path is a file',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ELOOP: 'links lead in a circle',
  ENAMETOOLONG: 'its path is too long',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the disk or network that it lies on fails',
  ERR_FS_FILE_TOO_LARGE: 'it is too large to be read',
  ERR_STRING_TOO_LONG: 'it is too large to be read',
  ERR_INVALID_ARG_VALUE: 'its name holds a NUL character',
};

/** An error of the file system as a problem of a path. */
export function problemOf(path: string, error: unknown): InputProblem {
  const message = REASONS[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
  return { path, message };
}

/** A path that is neither a file nor a folder. */
export function notAFile(path: string, stats: Pick<Stats, 'isFIFO' | 'isSocket'>): InputProblem {
  const what = stats.isFIFO() ? 'a pipe' : stats.isSocket() ? 'a socket' : 'a device';
  const message = `it is ${what}, not a file`;
  return stats.isFIFO()
    ? { path, message, help: 'Give its text by standard input: mesh-lint - < pipe' }
    : { path, message };
}

/** The code of a system error, e.g. ENOENT; '' for any other. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
