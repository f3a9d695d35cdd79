import { UsageError } from '../engine/errors.ts';
import type { Identity } from '../text/fingerprint.ts';
import { toJson } from '../text/json.ts';
import type { Field } from '../yaml/field.ts';
import { readSource } from '../yaml/read.ts';

/** A known finding, and how often it is there. */
export interface Entry extends Identity {
  count: number;
}

/** Known findings by file, relative to the baseline's folder, with forward slashes. */
export type Entries = Map<string, Entry[]>;

const VERSION = 1;
const TEXTS = ['rule', 'group', 'kind', 'namespace', 'name', 'path', 'embeddedPath'] as const;

/** The text of a baseline: sorted, and a line for each entry, so that a review shows what came and went. */
export function formatBaseline(entries: Entries): string {
  const files = [...entries]
    .filter(([, own]) => own.length > 0)
    .sort(([a], [b]) => compare(a, b))
    .map(([file, own]) => `    ${toJson(file)}: [\n${lines(own)}\n    ]`);
  const body = files.length > 0 ? `{\n${files.join(',\n')}\n  }` : '{}';
  return `{\n  "version": ${VERSION},\n  "files": ${body}\n}\n`;
}

function lines(entries: readonly Entry[]): string {
  const sorted = entries
    .map((entry) => ({ entry, key: toJson(SORT_BY.map((name) => entry[name] ?? '')) }))
    .sort((a, b) => compare(a.key, b.key));
  return sorted.map(({ entry }) => `      ${line(entry)}`).join(',\n');
}

const SORT_BY = ['kind', 'group', 'namespace', 'name', 'rule', 'path', 'embeddedPath'] as const;

function line(entry: Entry): string {
  const members = TEXTS.flatMap((name) =>
    entry[name] === undefined ? [] : [`${toJson(name)}: ${toJson(entry[name])}`],
  );
  if (entry.count > 1) members.push(`"count": ${entry.count}`);
  return `{ ${members.join(', ')} }`;
}

/** Reads a baseline. Throws a UsageError with the line for what is none; `name` is what the file is called in it. */
export function parseBaseline(text: string, name: string): Entries {
  const value = parse(text, name);
  const entries: Entries = new Map();
  const fail = (place: readonly (string | number)[], problem: string): never => {
    const root = readSource(name, text).documents[0]?.root;
    throw broken(name, lineOf(root, place), problem);
  };
  if (!isRecord(value) || typeof value.version !== 'number' || !isRecord(value.files))
    return fail([], 'this is no baseline of mesh-lint, which has "version" and "files"');
  if (value.version !== VERSION)
    return fail(['version'], `version ${value.version} is not known here; this mesh-lint reads version ${VERSION}`);
  for (const [file, own] of Object.entries(value.files)) {
    if (!Array.isArray(own)) return fail(['files', file], 'the findings of a file are a list');
    entries.set(
      file,
      own.map((item: unknown, index) => {
        const problem = problemOf(item);
        return problem === undefined && isEntry(item)
          ? { ...item, count: item.count ?? 1 }
          : fail(['files', file, index, ...(problem?.at ?? [])], problem?.text ?? 'this is no finding');
      }),
    );
  }
  return entries;
}

function problemOf(item: unknown): { at: string[]; text: string } | undefined {
  if (!isRecord(item)) return { at: [], text: 'a finding is an object with "rule"' };
  for (const [key, value] of Object.entries(item)) {
    if (key === 'count') {
      if (typeof value !== 'number' || !Number.isInteger(value) || value < 1)
        return { at: [key], text: `"count" is a whole number from 1 on, not ${JSON.stringify(value)}` };
    } else if (!TEXTS.some((name) => name === key)) return { at: [key], text: `a finding has no "${key}"` };
    else if (typeof value !== 'string') return { at: [key], text: `"${key}" is a text, not ${JSON.stringify(value)}` };
  }
  return item.rule === undefined ? { at: [], text: 'a finding has a "rule"' } : undefined;
}

function isEntry(item: unknown): item is Omit<Entry, 'count'> & { count?: number } {
  return problemOf(item) === undefined;
}

/** What JSON.parse refuses may still be read, as a comma left by a merge; where it can't, this knows the line. */
function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { documents, lines: index } = readSource(name, text);
    const conflict = text.search(/^<{7} /m);
    if (conflict >= 0) throw broken(name, index.position(conflict).line, 'a merge left a conflict here');
    const problem = documents.flatMap(({ problems }) => problems)[0];
    if (problem) throw broken(name, index.position(problem.start).line, `this cannot be read: ${problem.message}`);
    if (documents.length === 1) return documents[0]?.root.value;
    throw broken(name, 1, documents.length === 0 ? 'the file is empty' : 'this is no JSON');
  }
}

function lineOf(root: Field | undefined, place: readonly (string | number)[]): number {
  return root?.get(...place).range.line ?? 1;
}

function broken(name: string, line: number, problem: string): UsageError {
  return new UsageError(
    `${name}:${line}: ${problem}. The file is left as it is; restore it, or name another one with --baseline FILE`,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
