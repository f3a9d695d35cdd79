import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { afterAll } from 'vitest';
import { type FindOptions, findFiles } from '../../src/input/find.ts';

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

/** A link, by the target that stands in it. */
export interface LinkTo {
  to: string;
}

/** A fresh folder with these files (text or bytes) and links in it; a name that ends with "/" is an empty folder. */
export function tree(entries: Record<string, string | Uint8Array | LinkTo>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'mesh-lint-input-')));
  roots.push(root);
  for (const [name, content] of Object.entries(entries)) {
    const path = join(root, name);
    mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true });
    if (name.endsWith('/')) continue;
    if (typeof content === 'object' && 'to' in content) symlinkSync(content.to, path);
    else writeFileSync(path, content);
  }
  return root;
}

export interface FoundNames {
  files: string[];
  /** "path: message" */
  problems: string[];
  unmatched: string[];
}

/** What is found below a folder, by names relative to it. */
export async function find(root: string, args: string[], options: Partial<FindOptions> = {}): Promise<FoundNames> {
  const { files, problems, unmatched } = await findFiles(args, { cwd: root, ...options });
  const name = (path: string) => relative(root, path).split(sep).join('/');
  return { files: files.map(name), problems: problems.map((each) => `${name(each.path)}: ${each.message}`), unmatched };
}
