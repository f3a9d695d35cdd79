/** Something that was named or found and cannot be read. */
export interface InputProblem {
  /** Absolute. */
  path: string;
  /** A sentence without an end mark. */
  message: string;
  help?: string;
}

const REASONS: Record<string, string> = {
  ENOENT: 'a link to it leads nowhere',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ELOOP: 'links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'too many files are open',
};

/** An error of the file system as a problem of a path. */
export function problemOf(path: string, error: unknown): InputProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return { path, message: REASONS[code] ?? (error instanceof Error ? error.message : String(error)) };
}
