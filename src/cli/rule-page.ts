import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The Markdown page of a rule; undefined where the pages are not beside the program. */
export function rulePage(id: string): string | undefined {
  for (const directory of [join(dirname(realpathSync(process.argv[1] ?? '.')), '..'), process.cwd()]) {
    try {
      return readFileSync(join(directory, 'docs', 'rules', `${id}.md`), 'utf8');
    } catch {}
  }
  return undefined;
}
