import type { Externals } from '../mesh/externals.ts';
import { groupBy } from '../mesh/group-by.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { World } from '../mesh/world.ts';
import type { FileReport, Finding, Report, RuleInfo, Scope } from '../report.ts';
import { SchemaSet } from '../schemas/index.ts';
import type { FileRole, SourceFile } from '../yaml/document.ts';
import { readSource } from '../yaml/read.ts';
import { namesTemplates, renderedFrom } from '../yaml/rendered-from.ts';
import { isCheckedGroup, type Resource } from '../yaml/resource.ts';
import { type ActiveRule, RuleContext, type Run } from './context.ts';
import { dropUnsureFixes, mayBeFixed, withoutFixes } from './fixable.ts';
import type { Condition } from './layers.ts';
import { meshOf } from './mesh-of.ts';
import type { Observer } from './observer.ts';
import type { RuleOptions } from './options.ts';
import { withDefaults } from './options.ts';
import { byPlace } from './order.ts';
import { type AnyRule, type CheckResult, NO_KIND } from './rule.ts';
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
  observer?: Observer;
  signal?: AbortSignal;
}

/** Lints texts as one mesh. Rejects with the signal's reason when cancelled; what is wrong with a text is a finding. */
export async function lintSources(sources: readonly SourceText[], settings: LintSettings): Promise<Report> {
  return checkFiles(readTexts(sources, settings), settings);
}

export function readTexts(
  sources: readonly SourceText[],
  { signal, observer }: Pick<LintSettings, 'signal' | 'observer'>,
): SourceFile[] {
  const files = sources.map((source, index) => {
    observer?.progress?.('reading', index, sources.length);
    return read(source, signal);
  });
  observer?.stats?.done('parsing');
  return files;
}

/** What `lintSources` does once the texts are read. */
export async function checkFiles(files: readonly SourceFile[], settings: LintSettings): Promise<Report> {
  const { observer } = settings;
  const schemas = new SchemaSet(settings.istioVersion);
  const linted = files.filter(({ isLinted }) => isLinted);
  const findings = new Map<SourceFile, Finding[]>(linted.map((file) => [file, []]));
  const owners = new Map<Finding, Resource>();
  const collect: Run['collect'] = (file, finding, resource) => {
    observer?.stats?.found(finding.ruleId);
    findings.get(file)?.push(finding);
    if (resource) owners.set(finding, resource);
  };
  const open = new Set<string>();
  const resources = new Map<SourceFile, Resource[]>();
  let shared: Run | undefined;
  const worlds = splitIntoWorlds(files, settings.worlds ?? []);
  for (const world of worlds) {
    const mesh = await meshOf(world, settings);
    const [active] = await Promise.all([activate(settings, mesh), schemas.prepare(mesh.resources)]);
    observer?.stats?.done('loading rules');
    shared = { mesh, schemas, istioVersion: settings.istioVersion, open, collect };
    await run(active, shared, settings);
    observer?.stats?.done('checking');
    // A file may lie in several worlds, and holds the same in each.
    for (const [file, own] of groupBy(mesh.resources, ({ file }) => file)) resources.set(file, own);
  }
  const homes = worlds.length > 1 ? worlds.map((world) => new Set(world)) : [];
  const reports = linted.map((file) =>
    fileReport(file, findings.get(file) ?? [], homes.filter((home) => home.has(file)).length),
  );
  const found = shared &&
    linted.some(maySuppress) && { files: linted, reports, resources, owners, run: shared, complete };
  return {
    files: found ? await (await import('./suppress/suppress.ts')).suppress(found, settings) : reports,
    rules: [...(settings.rules ?? [])],
    scope: { ...scopeOf(linted, resources, schemas, settings.istioVersion), openReferences: countKinds(open) },
    version: settings.version,
  };
}

function read(source: SourceText, signal: AbortSignal | undefined): SourceFile {
  signal?.throwIfAborted();
  const file = readSource(source.path, source.text);
  if (source.unreadable) file.unreadable = source.unreadable;
  if (source.role) file.role = source.role;
  if (source.renderedBy !== undefined) file.renderedBy = source.renderedBy;
  return file;
}

/** Loads the rules that have something to look at. */
async function activate({ enabled, world }: LintSettings, mesh: Mesh): Promise<ActiveRule[]> {
  const kinds = new Set<string>(mesh.holdsOtherDocuments ? [NO_KIND] : []);
  for (const { kind, groupKind, group } of mesh.resources)
    if (!kinds.has(groupKind)) kinds.add(groupKind).add(kind).add(`${group}/*`);
  const names = mesh.fieldNames();
  const needed = enabled.filter(
    ({ entry }) =>
      (!entry.kinds || entry.kinds.some((kind) => kind === '*' || kinds.has(kind))) &&
      (!entry.fields || entry.fields.some((name) => names.has(name))),
  );
  return Promise.all(
    needed.map(async ({ entry, level, options, pinned, holdsFor }) => {
      const { default: rule } = await entry.load();
      return {
        id: entry.id,
        rule,
        level,
        pinned,
        options: await withDefaults(entry.id, rule, inWorld(rule, options, world)),
        ...(holdsFor ? { holdsFor } : {}),
      };
    }),
  );
}

/** How many references of each kind. */
function countKinds(references: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const reference of references) {
    const [kind] = JSON.parse(reference);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

function inWorld(rule: AnyRule, { fromPresets, given }: RuleOptions, world: World | undefined): RuleOptions {
  const takes = world !== undefined && rule.options?.world !== undefined;
  return { fromPresets: takes ? { ...fromPresets, world } : fromPresets, given };
}

async function run(
  active: readonly ActiveRule[],
  shared: Run,
  { signal, observer }: Pick<LintSettings, 'signal' | 'observer'>,
): Promise<void> {
  const { stats, progress } = observer ?? {};
  const everyKind: Visit[] = [];
  const byKind = new Map<string, Visit[]>();
  const pending: Promise<void>[] = [];
  const note = (outcome: CheckResult) => {
    if (outcome) pending.push(outcome);
  };
  for (const each of active) {
    const context = new RuleContext(each, shared);
    const { rule } = each;
    if ('checkMesh' in rule) {
      signal?.throwIfAborted();
      const check = () => rule.checkMesh(shared.mesh, context);
      note(stats ? stats.timed(each.id, check) : check());
      continue;
    }
    const visit: Visit = {
      fields: rule.fields,
      holdsFor: each.holdsFor,
      check: stats
        ? (resource) => stats.timed(each.id, () => rule.check(resource, context))
        : (resource) => rule.check(resource, context),
    };
    for (const kind of rule.kinds) {
      if (kind === '*') everyKind.push(visit);
      else byKind.set(kind, [...(byKind.get(kind) ?? []), visit]);
    }
  }
  const visits = new Map<string, Visit[]>();
  const visitsOf = ({ kind, group, groupKind }: Resource): Visit[] => {
    let found = visits.get(groupKind);
    if (!found) {
      found = [...everyKind, ...[kind, groupKind, `${group}/*`].flatMap((each) => byKind.get(each) ?? [])];
      visits.set(groupKind, found);
    }
    return found;
  };
  const { resources } = shared.mesh;
  for (const [index, resource] of resources.entries()) {
    signal?.throwIfAborted();
    progress?.('checking', index, resources.length);
    const { fieldNames, file } = resource.document;
    if (!file.isLinted) continue;
    for (const { fields, holdsFor, check } of visitsOf(resource))
      if (
        (!fields || fields.some((name) => fieldNames.has(name))) &&
        (!holdsFor || holdsFor(file.path, resource, shared.mesh))
      )
        note(check(resource));
  }
  await Promise.all(pending);
}

/** A rule's check of one resource; `fields` and `holdsFor` as of the rule. */
interface Visit {
  fields: readonly string[] | undefined;
  holdsFor: Condition | undefined;
  check(resource: Resource): CheckResult;
}

function fileReport(file: SourceFile, findings: Finding[], worlds: number): FileReport {
  const sorted = findings.sort(byPlace);
  if (worlds > 1) dropUnsureFixes(sorted, isSame, worlds);
  // What lies in several worlds is told once.
  const once = sorted.filter((finding, index) => index === 0 || !isSame(finding, sorted[index - 1]));
  complete(file, once);
  const { path: filePath, text: source, renderedBy } = file;
  return { filePath, source, findings: once, ...(renderedBy === undefined ? {} : { renderedBy }) };
}

/** What only the file as a whole says of its findings. */
function complete(file: SourceFile, findings: readonly Finding[]): void {
  if (!mayBeFixed(file)) for (const finding of findings) withoutFixes(finding);
  if (namesTemplates(file.text)) nameTemplates(findings, file);
}

function nameTemplates(findings: readonly Finding[], { documents }: SourceFile): void {
  for (const finding of findings) {
    const document = documents[finding.documentIndex];
    const template = document && renderedFrom(document);
    if (template !== undefined) finding.template = template;
  }
}

function isSame(finding: Finding, before: Finding | undefined): boolean {
  return before !== undefined && byPlace(finding, before) === 0 && finding.pointer === before.pointer;
}

function scopeOf(
  files: readonly SourceFile[],
  resources: ReadonlyMap<SourceFile, readonly Resource[]>,
  schemas: SchemaSet,
  istioVersion: string,
): Omit<Scope, 'openReferences'> {
  const readOnly: Record<string, number> = {};
  let checkedResources = 0;
  for (const { group, kind } of files.flatMap((file) => resources.get(file) ?? [])) {
    if (schemas.served(group, kind)) checkedResources++;
    else if (!isCheckedGroup(group) && kind) readOnly[kind] = (readOnly[kind] ?? 0) + 1;
  }
  return {
    files: files.length,
    documents: files.reduce((sum, file) => sum + file.documents.length, 0),
    checkedResources,
    readOnly,
    templates: files.filter((file) => file.template).length,
    istioVersion,
  };
}
