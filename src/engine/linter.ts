import type { Externals } from '../mesh/externals.ts';
import { groupBy } from '../mesh/group-by.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { World } from '../mesh/world.ts';
import type { FileReport, Finding, Report, RuleInfo } from '../report.ts';
import { SchemaSet } from '../schemas/index.ts';
import type { FileRole, SourceFile } from '../yaml/document.ts';
import { type Reader, withYaml } from '../yaml/parse-text.ts';
import type { Resource } from '../yaml/resource.ts';
import { sourceOf } from '../yaml/source.ts';
import type { Run } from './context.ts';
import { complete, fileReport } from './file-report.ts';
import { meshOf } from './mesh-of.ts';
import { isTold, type Observer } from './observer.ts';
import { activate, runRules } from './run-rules.ts';
import { countKinds, scopeOf } from './scope.ts';
import { maySuppress } from './suppress/may-suppress.ts';
import type { SuppressSettings } from './suppress/suppress.ts';
import { splitIntoWorlds } from './worlds.ts';

/** A text to lint, or why there is none. */
export interface SourceText {
  /** Absolute, or the name of standard input. */
  path: string;
  text: string;
  unreadable?: { message: string; help?: string };
  /** The command that the text was made by: `helm template`. */
  renderedBy?: string;
  /** Absolute: the file that it begins with, Chart.yaml or kustomization.yaml. */
  renderedFrom?: string;
  /** Default: linted. */
  role?: FileRole;
}

export interface LintSettings extends SuppressSettings {
  istioVersion: string;
  /** Default: as the mesh config of the set says, else istio-system. */
  rootNamespace?: string;
  namespace: string;
  /** Directories, absolute, each of which is a mesh of its own together with what lies in none of them. */
  worlds?: readonly string[];
  externals?: Externals;
  /** As of the mesh's settings. */
  namespacesAsWritten?: boolean;
  /** Absolute: where globs of rules' options start from. */
  directory?: string;
  /** In place of the rules' defaults and presets; the options that the user gave a rule win. */
  world?: World;
  /** Facts about the enabled rules for reporters that list them. */
  rules?: readonly RuleInfo[];
  version: string;
  /** Default: fast. */
  reader?: Reader;
  observer?: Observer;
  signal?: AbortSignal;
}

/** Lints texts as one mesh. Rejects with the signal's reason when cancelled; what is wrong with a text is a finding. */
export async function lintSources(sources: readonly SourceText[], settings: LintSettings): Promise<Report> {
  return checkFiles(await readTexts(sources, settings), settings);
}

export async function readTexts(
  sources: readonly SourceText[],
  { signal, observer, reader = 'fast' }: Pick<LintSettings, 'signal' | 'observer' | 'reader'>,
): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (const [index, source] of sources.entries()) {
    if (isTold(index, sources.length)) observer?.progress?.('reading', index, sources.length);
    signal?.throwIfAborted();
    const file = withYaml(() => read(source, reader));
    files.push(file instanceof Promise ? await file : file);
  }
  observer?.stats?.done('parsing');
  return files;
}

/** What `lintSources` does once the texts are read. */
export async function checkFiles(files: readonly SourceFile[], settings: LintSettings): Promise<Report> {
  return withYaml(() => check(files, settings));
}

async function check(files: readonly SourceFile[], settings: LintSettings): Promise<Report> {
  const { observer } = settings;
  const schemas = new SchemaSet(settings.istioVersion);
  const linted = files.filter(({ isLinted }) => isLinted);
  const findings = new Map<SourceFile, Finding[]>();
  const owners = new Map<Finding, Resource>();
  const collect: Run['collect'] = (file, finding, resource) => {
    if (!file.isLinted) return;
    const known = findings.get(file);
    if (known) known.push(finding);
    else findings.set(file, [finding]);
    if (resource) owners.set(finding, resource);
  };
  const open = new Set<string>();
  const runs: Run[] = [];
  const worlds = splitIntoWorlds(files, settings.worlds ?? []);
  for (const world of worlds) {
    const mesh = await meshOf(world, settings);
    const [active] = await Promise.all([activate(settings, mesh), schemas.prepare(mesh.resources)]);
    observer?.stats?.done('loading rules');
    const run: Run = { mesh, schemas, istioVersion: settings.istioVersion, open, collect };
    await runRules(active, run, settings);
    runs.push(run);
    observer?.stats?.done('checking');
  }
  if (observer?.stats)
    for (const found of findings.values()) for (const { ruleId } of found) observer.stats.found(ruleId);
  const homes = worlds.length > 1 ? worlds.map((world) => new Set(world)) : [];
  const reports = linted.map((file) =>
    fileReport(file, findings.get(file) ?? [], homes.filter((home) => home.has(file)).length),
  );
  const meshes = runs.map(({ mesh }) => mesh);
  const run = runs.at(-1);
  const silenced = async (): Promise<FileReport[]> => {
    if (!run || !maySuppress(linted, meshes)) return reports;
    const { suppress } = await import('./suppress/suppress.ts');
    const found = { files: linted, reports, resources: resourcesByFile(meshes), owners, run, complete };
    return suppress(found, settings);
  };
  return {
    files: await silenced(),
    rules: [...(settings.rules ?? [])],
    scope: { ...scopeOf(linted, schemas, settings.istioVersion), openReferences: countKinds(open) },
    version: settings.version,
  };
}

/** A file may lie in several worlds, and holds the same in each. */
function resourcesByFile(meshes: readonly Mesh[]): Map<SourceFile, Resource[]> {
  return new Map(meshes.flatMap(({ resources }) => [...groupBy(resources, ({ file }) => file)]));
}

function read(source: SourceText, reader: Reader): SourceFile {
  const file = sourceOf(source.path, source.text, reader);
  if (source.unreadable) file.unreadable = source.unreadable;
  if (source.role) file.role = source.role;
  if (source.renderedBy !== undefined) file.renderedBy = source.renderedBy;
  if (source.renderedFrom !== undefined) file.renderedFrom = source.renderedFrom;
  return file;
}
