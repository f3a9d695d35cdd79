import { lintSources, type SourceText } from './engine/linter.ts';
import type { RegistryEntry } from './engine/registry.ts';
import { type RuleSetting, selectRules } from './engine/select.ts';
import { targetVersion } from './engine/target.ts';
import { findFiles } from './input/find.ts';
import { readText } from './input/read.ts';
import type { Report } from './report.ts';
import { registry as builtIn } from './rules/registry.ts';
import { VERSION } from './version.ts';

export interface LintOptions {
  /** Files, directories and globs; default the working directory. */
  paths?: readonly string[];
  /** Absolute. */
  cwd: string;
  /** Texts that stand in place of files, or beside them, by absolute path or by name: an editor's unsaved buffers, standard input. */
  overlay?: ReadonlyMap<string, string>;
  /** Default: recommended. */
  presets?: readonly string[];
  rules?: Readonly<Record<string, RuleSetting>>;
  only?: readonly string[];
  skip?: readonly string[];
  /** An Istio minor, e.g. "1.31"; default the newest release. */
  istioVersion?: string;
  namespace?: string;
  rootNamespace?: string;
  /** As in .gitignore, relative to `cwd`. */
  ignorePatterns?: readonly string[];
  /** Leave out what .gitignore excludes; default true. */
  ignore?: boolean;
  /** Fill in `report.rules`, for formats that list what was enabled. */
  describeRules?: boolean;
  registry?: readonly RegistryEntry[];
  signal?: AbortSignal;
}

export interface LintResult {
  report: Report;
  /** Arguments that matched no file. */
  unmatched: string[];
}

/**
 * Lints manifests. Throws a UsageError for options that can't be met; what is wrong with a file is a finding.
 * Rejects with the signal's reason when cancelled.
 */
export async function lint(options: LintOptions): Promise<LintResult> {
  const registry = options.registry ?? builtIn;
  const istioVersion = targetVersion(options.istioVersion);
  const presets = options.presets?.length ? options.presets : ['recommended'];
  const { rules, only, skip, signal } = options;
  const enabled = selectRules(registry, {
    presets,
    istioVersion,
    ...(rules ? { rules } : {}),
    ...(only ? { only } : {}),
    ...(skip ? { skip } : {}),
  });
  const { sources, unmatched } = await readSources(options);
  const described = options.describeRules ? (await import('./engine/describe.ts')).describeRules(enabled) : [];
  const report = await lintSources(sources, {
    istioVersion,
    enabled,
    rules: await described,
    rootNamespace: options.rootNamespace ?? 'istio-system',
    namespace: options.namespace ?? '',
    version: VERSION,
    ...(signal ? { signal } : {}),
  });
  return { report, unmatched };
}

async function readSources(options: LintOptions): Promise<{ sources: SourceText[]; unmatched: string[] }> {
  const overlay = options.overlay ?? new Map<string, string>();
  const paths = options.paths ?? (overlay.size > 0 ? [] : ['.']);
  const found = await findFiles([...paths], {
    cwd: options.cwd,
    ignorePatterns: [...(options.ignorePatterns ?? [])],
    ignore: options.ignore ?? true,
  });
  const sources: SourceText[] = [...overlay].map(([path, text]) => ({ path, text }));
  for (const path of found.files) {
    if (overlay.has(path)) continue;
    options.signal?.throwIfAborted();
    const read = readText(path);
    sources.push('problem' in read ? unreadable(read.problem) : { path, text: read.text });
  }
  for (const problem of found.problems) sources.push(unreadable(problem));
  return { sources, unmatched: found.unmatched };
}

function unreadable({ path, message, help }: { path: string; message: string; help?: string }): SourceText {
  return { path, text: '', unreadable: { message, ...(help === undefined ? {} : { help }) } };
}
