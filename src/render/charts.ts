import { basename, dirname, join, sep } from 'node:path';
import type { SourceText } from '../engine/linter.ts';
import { outputOf, type Rendering } from './run.ts';

export interface Charts {
  /** The folders of those that can be rendered by themselves: not what others bring along, nor libraries. */
  whole: string[];
  libraries: string[];
}

export function chartsIn(sources: readonly SourceText[]): Charts {
  const found = sources.filter(({ path }) => basename(path) === 'Chart.yaml');
  const folders = found.map(({ path }) => dirname(path));
  const isBrought = (folder: string) => folders.some((other) => folder.startsWith(join(other, 'charts') + sep));
  const isLibrary = ({ text }: SourceText) => /^type:\s*["']?library\b/m.test(text);
  const libraries = found.filter(isLibrary).map(({ path }) => dirname(path));
  return { whole: folders.filter((folder) => !libraries.includes(folder) && !isBrought(folder)), libraries };
}

/** Helm takes DNS names for releases. */
function releaseName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 53);
  return name || 'release';
}

/** What `helm template` makes of a chart with its own values. */
export async function renderChart(folder: string, namespace: string | undefined): Promise<Rendering> {
  const args = ['template', releaseName(folder), folder, ...(namespace ? ['--namespace', namespace] : [])];
  const from = join(folder, 'Chart.yaml');
  return { folder, from, by: 'helm template', output: await outputOf('helm', args, folder) };
}

/** Does a file of a chart reach the cluster only through what is rendered? */
export function isTemplateOf(folder: string, path: string): boolean {
  return ['templates', 'charts'].some((part) => path.startsWith(join(folder, part) + sep));
}
