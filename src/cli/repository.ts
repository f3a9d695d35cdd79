import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { realPath } from '../input/path.ts';

/** The top of the git checkout that a directory lies in; the directory itself outside of one. */
export function repositoryRoot(directory: string): string {
  const start = realPath(directory);
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return start;
  }
}
