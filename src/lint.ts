import type { Baseline, BaselineOptions, BaselineOutcome } from './baseline/baseline.ts';
import { Configured } from './configured.ts';
import { UsageError } from './engine/errors.ts';
import { checkFiles, type LintSettings, readTexts } from './engine/linter.ts';
import type { Observer } from './engine/observer.ts';
import type { RegistryEntry } from './engine/registry.ts';
import { didYouMean, type EnabledRule, type RuleSetting } from './engine/select.ts';
import { targetVersion } from './engine/target.ts';
import type { Externals } from './mesh/externals.ts';
import { WORLDS, type World } from './mesh/world.ts';
import type { Plugin } from './plugins/plugin.ts';
import type { Finding, Report } from './report.ts';
import { registry as builtIn } from './rules/registry.ts';
import { readSources } from './sources.ts';
import { VERSION } from './version.ts';
import type { SourceFile } from './yaml/document.ts';
import { READERS, type Reader } from './yaml/parse-text.ts';

export interface LintOptions {
  /**
   * Default: what the configuration files in `cwd`, above it and in the folders that are linted say. A file in place of
   * these, relative to `cwd`; a configuration itself; or false for none.
   */
  config?: string | object | false;
  /** Files, directories and globs; default the working directory. */
  paths?: readonly string[];
  /** Absolute. */
  cwd: string;
  /** Texts that stand in place of files, or beside them, by absolute path or by name: an editor's unsaved buffers, standard input. */
  overlay?: ReadonlyMap<string, string>;
  /** In place of those that configurations extend; default recommended. */
  presets?: readonly string[];
  rules?: Readonly<Record<string, RuleSetting>>;
  only?: readonly string[];
  skip?: readonly string[];
  /** An Istio minor, e.g. "1.31"; default the newest release. */
  istioVersion?: string;
  namespace?: string;
  /** Namespace of the mesh-wide configuration; default as the mesh config in the tree says, else istio-system. */
  rootNamespace?: string;
  /** MeshConfig as a file, as istiod reads it. */
  meshConfig?: string;
  /** MeshNetworks as a file. */
  meshNetworks?: string;
  /** Files, directories and globs that are read for what is there beside the linted ones, and not linted themselves. */
  context?: readonly string[];
  /** What `kubectl get … -A -o yaml` printed: as `context`, and every kind in it is taken to be there whole. */
  snapshot?: string;
  /**
   * What is there though no file has it, as globs by kind: services, hosts, gateways, namespaces, serviceAccounts, secrets,
   * providers, gatewayClasses.
   */
  externals?: Externals;
  /** Globs of directories, each of which is a mesh of its own together with what lies in none of them. */
  worldPer?: readonly string[];
  /** What a missing target means: auto, open or closed; default as each rule's preset says. */
  world?: string;
  /** How YAML is read: fast (default), or yaml for the `yaml` package alone. The findings are the same. */
  reader?: string;
  /** As in .gitignore, relative to `cwd`. */
  ignorePatterns?: readonly string[];
  /** Leave out what .gitignore excludes; default true. */
  ignore?: boolean;
  /** Lint what helm and kustomize make of charts and kustomizations, where these programs are on PATH. */
  render?: boolean;
  /** Report only findings in files that changed since this commit: a branch, a tag, a hash. Everything is still read. */
  since?: string;
  /** Fix what can be, `unsafe` as well as safe fixes, and report on the new texts. No file is written: see writeFixes. */
  fix?: boolean | 'unsafe';
  /** Fix these findings alone. */
  fixOnly?: (finding: Finding) => boolean;
  /** Fill in `report.rules`, for formats that list what was enabled. */
  describeRules?: boolean;
  /** Known findings, which do not count. */
  baseline?: BaselineOptions;
  registry?: readonly RegistryEntry[];
  /** Is told how far the run is, and where its time goes. */
  observer?: Observer;
  /** Rules beside those: files and packages found from `cwd`, or plugins themselves. */
  plugins?: readonly (string | Plugin)[];
  /** The time by which suppressions run out; default now. */
  now?: Date;
  signal?: AbortSignal;
}

export interface LintResult {
  report: Report;
  /** Arguments that matched no file. */
  unmatched: string[];
  /** What could not be done as it was asked for, a sentence each; nothing of it is a finding. */
  notes: string[];
  /** How the baseline fits, where one was given. */
  baseline?: BaselineOutcome;
}

/**
 * Lints manifests. Throws a UsageError for options that can't be met; what is wrong with a file is a finding.
 * Rejects with the signal's reason when cancelled.
 */
export async function lint(given: LintOptions): Promise<LintResult> {
  const configured = await Configured.by(given);
  const { options, presets } = configured;
  const { registry: own = builtIn, plugins } = options;
  const registry = plugins?.length
    ? await (await import('./plugins/load.ts')).withPlugins(own, plugins, options.cwd)
    : own;
  const istioVersion = targetVersion(options.istioVersion);
  const { only, skip, signal, observer } = options;
  const { sources: read, unmatched } = await readSources({ ...options, ...configured.find });
  const enabled = await configured.enabled(registry);
  const known = (await configured.configuration?.registry(registry)) ?? registry;
  const rendered = options.render ? await (await import('./render/render.ts')).render(read, options) : undefined;
  const { sources = read, worlds: built = [] } = rendered ?? {};
  const notes = [...(rendered?.notes ?? []), ...(configured.configuration?.notes() ?? [])];
  const worlds = await configured.worlds();
  const described = options.describeRules ? (await import('./engine/describe.ts')).describeRules(enabled) : [];
  const settings: LintSettings = {
    istioVersion,
    enabled,
    registry: known,
    isNarrowed: Boolean(only?.length || skip?.length || !presets.some((preset) => WHOLE_PRESETS.has(preset))),
    ...(options.now ? { now: options.now } : {}),
    rules: await described,
    namespace: options.namespace ?? '',
    worlds: worlds.length > 0 ? worlds : built,
    isAdmission: presets.every((preset) => preset === 'istio-validate'),
    namespacesAsWritten: presets.every((preset) => preset === 'istioctl-parity'),
    directory: options.cwd,
    ...(options.rootNamespace === undefined ? {} : { rootNamespace: options.rootNamespace }),
    ...(options.externals ? { externals: options.externals } : {}),
    ...(options.world === undefined ? {} : { world: worldNamed(options.world) }),
    version: VERSION,
    ...(options.reader === undefined ? {} : { reader: readerNamed(options.reader) }),
    ...(observer ? { observer } : {}),
    ...(signal ? { signal } : {}),
  };
  observer?.stats?.done('finding and reading files');
  const baseline = options.baseline ? await baselineFor(options.baseline, options.cwd, known, enabled) : undefined;
  const files = await readTexts(baseline ? sources.filter(({ path }) => path !== baseline.path) : sources, settings);
  let outcome: BaselineOutcome | undefined;
  const check = async (texts: readonly SourceFile[]) => {
    const found = await checkFiles(texts, settings);
    const applied = baseline?.apply(found);
    outcome = applied?.outcome;
    return reported(applied?.report ?? found, options);
  };
  const result = (report: Report): LintResult => ({
    report,
    unmatched,
    notes: [...notes],
    ...(outcome ? { baseline: outcome } : {}),
  });
  if (!options.fix) return result(await check(files));
  const { fixFiles } = await import('./fix/fix-files.ts');
  const { fix, fixOnly } = options;
  const fixing = { unsafe: fix === 'unsafe', ...(fixOnly ? { only: fixOnly } : {}) };
  return result(await fixFiles(files, fixing, check));
}

async function baselineFor(
  options: BaselineOptions,
  cwd: string,
  registry: readonly RegistryEntry[],
  enabled: readonly EnabledRule[],
): Promise<Baseline> {
  const { openBaseline } = await import('./baseline/baseline.ts');
  const ran = new Set(enabled.map(({ entry }) => entry.id));
  return openBaseline(options, cwd, (rule) => ran.has(rule) || !registry.some(({ id }) => id === rule));
}

/** What is to be reported of all that was found. */
async function reported(report: Report, { since, cwd }: LintOptions): Promise<Report> {
  if (since === undefined) return report;
  return (await import('./since.ts')).changedOnly(report, since, cwd);
}

/** Presets that hold what any user would run. */
const WHOLE_PRESETS: ReadonlySet<string> = new Set(['recommended', 'strict', 'all']);

function readerNamed(name: string): Reader {
  const reader = READERS.find((each) => each === name);
  if (reader) return reader;
  throw new UsageError(`unknown reader "${name}"${didYouMean(name, READERS, `there are ${READERS.join(', ')}`)}`);
}

function worldNamed(name: string): World {
  const world = WORLDS.find((each) => each === name);
  if (world) return world;
  throw new UsageError(`unknown world "${name}"${didYouMean(name, WORLDS, `there are ${WORLDS.join(', ')}`)}`);
}
