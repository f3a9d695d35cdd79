import { relative } from 'node:path';
import { UsageError } from '../engine/errors.ts';
import { printable } from '../text/display.ts';
import { suggest } from '../text/suggest.ts';
import type { Field } from '../yaml/field.ts';

interface ConfigFileOptions {
  cwd: string;
  /** Default: the path. */
  name?: string;
  hasLines?: boolean;
}

/** A configuration as it was read, and what is wrong with it. */
export class ConfigFile {
  /** Absolute. */
  readonly path: string;
  /** The path as it is shown. */
  readonly name: string;
  readonly root: Field | undefined;
  /** Of JavaScript only names are known, not lines. */
  readonly hasLines: boolean;
  readonly #problems: { offset: number; text: string }[] = [];

  constructor(path: string, root: Field | undefined, { cwd, name, hasLines = true }: ConfigFileOptions) {
    this.path = path;
    this.name = name ?? shownPath(path, cwd);
    this.root = root;
    this.hasLines = hasLines;
  }

  /** `.meshlintrc.yaml:4:3`, as editors and terminals take it. */
  placeOf(field: Field, at: 'key' | 'value' = 'value'): string {
    if (!this.hasLines) return `${this.name}: ${printable(field.display)}`;
    const { line, column } = at === 'key' ? field.nameRange : field.range;
    return `${this.name}:${line}:${column}`;
  }

  problem(field: Field, message: string, at: 'key' | 'value' = 'value'): void {
    const { start } = at === 'key' ? field.nameSpan : field.span;
    this.#problems.push({ offset: start, text: `${this.placeOf(field, at)}: ${message}` });
  }

  /** Reports members that a map may not have. `home` knows where some of them belong. */
  checkKeys(
    map: Field,
    known: readonly string[],
    what: string,
    home: (name: string) => string | undefined = () => undefined,
  ): void {
    for (const member of map.entries()) {
      if (known.includes(member.name)) continue;
      const [place, near] = [home(member.name), suggest(member.name, known)];
      const end =
        place !== undefined
          ? `; it belongs in "${place}"`
          : near === undefined
            ? `; ${what} has ${known.join(', ')}`
            : `; did you mean "${near}"?`;
      this.problem(member, `${what} has no ${quoted(member.name)}${end}`, 'key');
    }
  }

  /** Throws a UsageError that names all problems, each on a line of its own. */
  refuseProblems(): void {
    if (this.#problems.length === 0) return;
    const inOrder = [...this.#problems].sort((a, b) => a.offset - b.offset).map(({ text }) => text);
    throw new UsageError([...new Set(inOrder)].join('\nmesh-lint: '));
  }
}

/** Runs something that a place of a file asks for, so that its UsageError names the place. */
export async function at<T>(place: string, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${place}: ${error.message}`) : error;
  }
}

/** Relative to the working directory where it lies below it. */
export function shownPath(path: string, cwd: string): string {
  const name = relative(cwd, path);
  return printable(name === '' || name.startsWith('..') ? path : name);
}

export function quoted(value: unknown): string {
  return printable(JSON.stringify(value) ?? String(value));
}
