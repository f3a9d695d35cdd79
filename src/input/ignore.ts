import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Ignore } from 'ignore';

/** Patterns of one .gitignore, and the folder that they are relative to. */
interface Layer {
  directory: string;
  patterns: string;
}

interface Compiled {
  directory: string;
  matcher: Ignore;
}

/** What a walk leaves out. The `ignore` package is loaded with the first pattern. */
export class Ignores {
  readonly #compiled: Compiled[] = [];
  readonly #useGitignore: boolean;

  constructor(useGitignore: boolean) {
    this.#useGitignore = useGitignore;
  }

  /** Patterns as in .gitignore, relative to a folder. */
  async add({ directory, patterns }: Layer): Promise<void> {
    const { default: ignore } = await import('ignore');
    this.#compiled.push({ directory, matcher: ignore().add(patterns) });
  }

  /** Reads the .gitignore of a folder, if there is one. */
  async enter(directory: string): Promise<void> {
    const path = join(directory, '.gitignore');
    if (this.#useGitignore && existsSync(path)) await this.#read(directory, path);
  }

  /** Reads what holds for a folder from above: every .gitignore up to the one beside .git, and .git/info/exclude. */
  async enterFromAbove(directory: string): Promise<void> {
    if (!this.#useGitignore) return;
    const above: string[] = [];
    for (let folder = directory; ; folder = dirname(folder)) {
      above.unshift(folder);
      if (existsSync(join(folder, '.git'))) break;
      if (folder === dirname(folder)) return;
    }
    const [top] = above;
    const exclude = join(top ?? directory, '.git', 'info', 'exclude');
    if (top !== undefined && existsSync(exclude)) await this.#read(top, exclude);
    for (const folder of above.slice(0, -1)) await this.enter(folder);
  }

  async #read(directory: string, path: string): Promise<void> {
    try {
      await this.add({ directory, patterns: readFileSync(path, 'utf8') });
    } catch {
      // A .gitignore that cannot be read excludes nothing.
    }
  }

  /** The last pattern that says anything about a path decides, the nearest folder's last. */
  excludes(path: string, isDirectory: boolean): boolean {
    let ignored = false;
    for (const { directory, matcher } of this.#compiled) {
      const inside = relative(directory, path);
      if (inside === '' || inside.startsWith('..')) continue;
      const name = inside.split(sep).join('/') + (isDirectory ? '/' : '');
      const result = matcher.test(name);
      if (result.ignored) ignored = true;
      else if (result.unignored) ignored = false;
    }
    return ignored;
  }
}
