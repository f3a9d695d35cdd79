import { resolve } from 'node:path';
import { UsageError } from './engine/errors.ts';
import type { SourceText } from './engine/linter.ts';
import { isTold, type Observer } from './engine/observer.ts';
import { type FindOptions, findFiles } from './input/find.ts';
import type { InputProblem } from './input/problem.ts';
import { readText } from './input/read.ts';
import type { FileRole } from './yaml/document.ts';

export interface SourceOptions extends Pick<FindOptions, 'configured' | 'onFolder'> {
  /** Absolute. */
  cwd: string;
  paths?: readonly string[];
  /** Texts by absolute path or by name, in place of files or beside them. */
  overlay?: ReadonlyMap<string, string>;
  meshConfig?: string;
  meshNetworks?: string;
  context?: readonly string[];
  snapshot?: string;
  ignorePatterns?: readonly string[];
  ignore?: boolean;
  signal?: AbortSignal;
  observer?: Observer;
}

export interface Sources {
  /** Each file once. */
  sources: SourceText[];
  /** Arguments that matched no file. */
  unmatched: string[];
}

/**
 * Reads all that a run is about, each file with its role. Throws a UsageError for a file that was asked for by its name and
 * cannot be read; anything else that is wrong with a file is told as its text's problem.
 */
export async function readSources(options: SourceOptions): Promise<Sources> {
  const { cwd, overlay = new Map<string, string>(), context = [] } = options;
  const find = (paths: readonly string[]) =>
    findFiles([...paths], {
      cwd,
      ignorePatterns: options.ignorePatterns ?? [],
      ignore: options.ignore ?? true,
      ...(options.configured ? { configured: options.configured } : {}),
      ...(options.onFolder ? { onFolder: options.onFolder } : {}),
    });
  const found = await find(options.paths ?? (overlay.size > 0 ? [] : ['.']));
  const around = context.length > 0 ? await find(context) : undefined;
  const roles = new Map<string, FileRole>(found.files.map((path) => [path, 'linted']));
  const named: [flag: string, path: string | undefined, role: FileRole][] = [
    ['--mesh-config', options.meshConfig, 'MeshConfig'],
    ['--mesh-networks', options.meshNetworks, 'MeshNetworks'],
    ['--snapshot', options.snapshot, 'snapshot'],
  ];
  for (const [flag, path, role] of named) if (path !== undefined) roles.set(existing(flag, path, cwd), role);
  for (const path of around?.files ?? []) if (!roles.has(path)) roles.set(path, 'context');

  const sources: SourceText[] = [...overlay].map(([path, text]) => ({
    path,
    text,
    role: roles.get(path) ?? 'linted',
  }));
  let opened = 0;
  for (const [path, role] of roles) {
    if (isTold(opened, roles.size)) options.observer?.progress?.('opening', opened, roles.size);
    opened++;
    if (overlay.has(path)) continue;
    options.signal?.throwIfAborted();
    const read = readText(path);
    sources.push('problem' in read ? unreadable(read.problem) : { path, text: read.text, role });
  }
  for (const problem of found.problems) sources.push(unreadable(problem));
  return { sources, unmatched: [...found.unmatched, ...(around?.unmatched ?? [])] };
}

/** The path of a file that was asked for by its name. */
function existing(flag: string, path: string, cwd: string): string {
  const absolute = resolve(cwd, path);
  const read = readText(absolute);
  if ('problem' in read) throw new UsageError(`${flag} ${path} cannot be read: ${read.problem.message}`);
  return absolute;
}

function unreadable({ path, message, help }: InputProblem): SourceText {
  return { path, text: '', unreadable: { message, ...(help === undefined ? {} : { help }) } };
}
