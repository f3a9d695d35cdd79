import { relative } from 'node:path';
import type { SourceText } from '../engine/linter.ts';
import type { Kustomizations } from '../mesh/kustomize.ts';
import { count } from '../text/plural.ts';
import { chartsIn, isTemplateOf, renderChart } from './charts.ts';
import { kustomizationsIn, outermost, renderKustomization } from './kustomizations.ts';
import type { Rendering } from './run.ts';

/** Programs that run at the same time. */
const AT_ONCE = 4;

export interface RenderOptions {
  /** Absolute. */
  cwd: string;
  /** What charts take for the release's namespace. */
  namespace?: string;
}

export interface Rendered {
  /** What was rendered in place of what it was rendered from, and all the rest. */
  sources: SourceText[];
  /** Absolute folders whose manifests are alternatives of each other: what each kustomization builds. */
  worlds: string[];
  /** What could not be rendered for want of a program, a sentence each. */
  notes: string[];
}

/**
 * Runs helm on every chart, with the chart's own values, and kustomize on every kustomization that no other one names. A
 * rendered text is called by its folder; one that could not be rendered is unreadable.
 */
export async function render(sources: readonly SourceText[], { cwd, namespace }: RenderOptions): Promise<Rendered> {
  const linted = sources.filter(({ role = 'linted' }) => role === 'linted');
  const kustomizations = kustomizationsIn(linted);
  const { whole, libraries } = chartsIn(linted);
  const chartOutputs = await inTurns(whole, (folder) => renderChart(folder, namespace));
  const builtOutputs = await inTurns(outermost(kustomizations), renderKustomization);
  const charts = chartOutputs.filter(wasRun);
  const built = builtOutputs.filter(wasRun);
  // What a library holds is rendered with the charts that use it.
  const replaced = charts.length > 0 ? [...charts.map(({ folder }) => folder), ...libraries] : [];
  // What could not be built is linted as it stands.
  const worlds = built.filter(({ output }) => 'text' in output).map(({ folder }) => folder);
  const isReplaced = ({ path, role = 'linted' }: SourceText) =>
    role === 'linted' &&
    (replaced.some((folder) => isTemplateOf(folder, path)) || isBuilt(path, kustomizations, new Set(worlds)));
  return {
    sources: [...sources.filter((source) => !isReplaced(source)), ...[...charts, ...built].map(sourceOf)],
    worlds,
    notes: [note('helm', chartOutputs, cwd), note('kustomize or kubectl', builtOutputs, cwd)].flat(),
  };
}

/** Does a file reach the cluster only through what one of the folders builds? */
function isBuilt(path: string, kustomizations: Kustomizations, folders: ReadonlySet<string>): boolean {
  if (kustomizations.isPatch(path)) return folders.size > 0;
  return kustomizations.of(path).some(({ folder }) => folders.has(folder));
}

function wasRun({ output }: Rendering): boolean {
  return !('missing' in output);
}

function sourceOf({ folder, from, by, output }: Rendering): SourceText {
  const place = { path: folder, renderedFrom: from };
  if ('text' in output) return { ...place, text: output.text, renderedBy: by };
  const message = `${by} fails: ${'problem' in output ? output.problem : 'it is not there'}`;
  return { ...place, text: '', unreadable: { message, help: `Run "${by}" on it to see the whole of it.` } };
}

function note(program: string, renderings: readonly Rendering[], cwd: string): string[] {
  const [first, ...others] = renderings.filter((rendering) => !wasRun(rendering));
  if (!first) return [];
  const folder = relative(cwd, first.folder) || '.';
  const what = others.length > 0 ? `${folder} and ${count(others.length, 'other folder')} stay` : `${folder} stays`;
  return [`${program} is not on PATH, so ${what} unrendered`];
}

/** Answers in the order of the items. */
async function inTurns<Item, Answer>(items: readonly Item[], work: (item: Item) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE)
    answers.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))));
  return answers;
}
