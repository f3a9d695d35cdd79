import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The top of the git checkout that a directory lies in; the directory itself outside of one. */
export function repositoryRoot(directory: string): string {
  const start = realpathSync(directory);
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return start;
  }
}
