import type { FileReport, Finding, SuppressedFinding } from '../../report.ts';
import type { SourceFile } from '../../yaml/document.ts';
import type { Resource } from '../../yaml/resource.ts';
import { RuleContext, type Run } from '../context.ts';
import { withDefaults } from '../options.ts';
import { byPlace } from '../order.ts';
import type { RegistryEntry } from '../registry.ts';
import type { EnabledRule } from '../select.ts';
import { annotationsOf } from './annotations.ts';
import { directivesOf } from './directives.ts';
import { Judge, knownRules } from './judge.ts';
import { ABOUT_SUPPRESSIONS, type Candidate, type Suppressor, silence } from './suppressor.ts';
import { dayOf } from './words.ts';

export interface SuppressSettings {
  enabled: readonly EnabledRule[];
  /** All rules that there are; default those enabled. */
  registry?: readonly RegistryEntry[];
  /** Did the user leave rules out, so that nobody can tell whether a comment without names is of use? */
  isNarrowed?: boolean;
  /** Only what admission says is asked for: it reads none of the annotations that istioctl analyze does. */
  isAdmission?: boolean;
  /** Default: now. */
  now?: Date;
}

export interface Found {
  /** As linted, a report each. */
  files: readonly SourceFile[];
  reports: readonly FileReport[];
  resources: ReadonlyMap<SourceFile, readonly Resource[]>;
  /** The resource that a finding is about. */
  owners: ReadonlyMap<Finding, Resource>;
  run: Run;
  /** Adds to findings what only their file as a whole says. */
  complete(file: SourceFile, findings: readonly Finding[]): void;
}

/** Takes out of the reports what comments and annotations silence, and adds what is wrong with these. */
export async function suppress(found: Found, settings: SuppressSettings): Promise<FileReport[]> {
  const today = dayOf(settings.now ?? new Date());
  const { enabled, registry = enabled.map(({ entry }) => entry), isNarrowed = false, isAdmission = false } = settings;
  const directives = new Map(found.files.map((file) => [file, directivesOf(file)]));
  const annotations = new Map(found.files.map((file) => [file, annotationsOf(found.resources.get(file) ?? [])]));
  const bySource = new Map(
    found.files.map((file) => [
      file,
      [...(directives.get(file)?.suppressors ?? []), ...(annotations.get(file)?.suppressors ?? [])].filter(
        ({ isIstios }) => !(isIstios && isAdmission),
      ),
    ]),
  );
  // A finding may be about a resource of another file.
  const everywhere = [...bySource.values()].flat().filter(({ kind }) => kind === 'annotation');

  const said = new Map<SourceFile, Finding[]>();
  const run: Run = { ...found.run, collect: (file, finding) => said.set(file, [...(said.get(file) ?? []), finding]) };

  const sift = (file: SourceFile, findings: readonly Finding[]) => {
    const own = bySource.get(file) ?? [];
    const kept: Finding[] = [];
    const suppressed: SuppressedFinding[] = [];
    for (const finding of findings) {
      const candidate = candidateOf(finding, file, found.owners.get(finding));
      const others = candidate.resource && candidate.resource.file !== file ? everywhere : [];
      const suppressions = silence(candidate, [...own, ...others], today);
      if (suppressions.length > 0) suppressed.push({ ...finding, suppressions });
      else kept.push(finding);
    }
    return { kept, suppressed };
  };

  const sifted = new Map<SourceFile, ReturnType<typeof sift>>();
  for (const [index, file] of found.files.entries()) sifted.set(file, sift(file, found.reports[index]?.findings ?? []));
  const { open, mesh } = found.run;
  const undecided = open.size > 0 ? await aboutOthers(enabled, [...bySource.values()].flat()) : NONE;
  const known = knownRules(registry, enabled, isNarrowed, mesh, { open, undecided });
  const left = new Map([...sifted].map(([file, { kept }]) => [file, kept]));
  const judge = new Judge(await contextsOf(enabled, run), known, { left, resources: found.resources }, today);
  for (const file of found.files) {
    const isReadable = file.documents.every(({ problems }) => problems.every(({ code }) => code !== 'syntax'));
    const [words, notes] = [directives.get(file), annotations.get(file)];
    if (words && notes) judge.judge(words, notes, bySource.get(file) ?? [], isReadable);
  }
  for (const [file, findings] of said) found.complete(file, findings);
  const about = new Map([...said].map(([file, findings]) => [file, sift(file, findings)]));
  said.clear();
  for (const suppressors of bySource.values()) judge.judgeRest(suppressors);
  for (const [file, findings] of said) found.complete(file, findings);

  return found.files.flatMap((file, index) => {
    const report = found.reports[index];
    if (!report) return [];
    const parts = [sifted.get(file), about.get(file)];
    const findings = [...parts.flatMap((part) => part?.kept ?? []), ...(said.get(file) ?? [])].sort(byPlace);
    const suppressed = parts.flatMap((part) => part?.suppressed ?? []).sort(byPlace);
    return [{ ...report, findings, ...(suppressed.length > 0 ? { suppressed } : {}) }];
  });
}

function candidateOf(finding: Finding, file: SourceFile, resource: Resource | undefined): Candidate {
  const offset = (file.lines.starts[finding.line - 1] ?? 0) + finding.column - 1;
  return { finding, file, offset, resource };
}

const NONE: ReadonlySet<string> = new Set();

/** Of the rules that are named those that ask whether something is there, which in these files may be left open. */
async function aboutOthers(
  enabled: readonly EnabledRule[],
  suppressors: readonly Suppressor[],
): Promise<ReadonlySet<string>> {
  const names = new Set(
    suppressors.flatMap(({ words }) => words.names.flatMap(({ text }) => [text, text.toUpperCase()])),
  );
  const named = enabled.filter(({ entry }) => [entry.id, ...entry.codes].some((name) => names.has(name)));
  const loaded = await Promise.all(named.map(async ({ entry }) => ({ entry, rule: (await entry.load()).default })));
  return new Set(loaded.filter(({ rule }) => rule.options?.world !== undefined).map(({ entry }) => entry.id));
}

async function contextsOf(enabled: readonly EnabledRule[], run: Run): Promise<Map<string, RuleContext[]>> {
  const contexts = new Map<string, RuleContext[]>();
  for (const { entry, level, options, pinned, holdsFor } of enabled) {
    if (!ABOUT_SUPPRESSIONS.has(entry.id)) continue;
    const { default: rule } = await entry.load();
    const given = await withDefaults(entry.id, rule, options);
    const active = { id: entry.id, rule, level, pinned, options: given, ...(holdsFor ? { holdsFor } : {}) };
    contexts.set(entry.id, [...(contexts.get(entry.id) ?? []), new RuleContext(active, run)]);
  }
  return contexts;
}
