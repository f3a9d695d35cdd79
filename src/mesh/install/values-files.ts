import { basename, dirname, sep } from 'node:path';
import type { SourceFile } from '../../yaml/document.ts';
import type { Field } from '../../yaml/field.ts';
import { isKubernetes } from '../../yaml/resources.ts';
import type { Install } from './install.ts';
import { type Chart, chartOf, isChartSource, isOwnKey } from './values.ts';
import { fromValues, istioChart } from './wrapped.ts';

/**
 * Files of Helm values, which have no kind: known by the charts that a Chart.yaml beside them depends on, or by what
 * only Istio's charts ask for, at the top or below the name of a dependency.
 */
export function installsOfValues(files: readonly SourceFile[]): Install[] {
  const charts = files.filter(({ path }) => basename(path) === 'Chart.yaml');
  const own = charts.filter((chart) => isIstioChart(chart)).map(({ path }) => dirname(path));
  const dependencies = new Map(charts.map((chart) => [dirname(chart.path), dependenciesOf(chart)]));
  return files.flatMap((file) => {
    if (file.template || charts.includes(file) || own.some((folder) => isDefault(file.path, folder))) return [];
    return file.documents.flatMap(({ root }) =>
      !root.isMap || isKubernetes(root.document) || isChartSource(root)
        ? []
        : installsIn(root, dependencies.get(dirname(file.path)) ?? new Map<string, Dependency>()),
    );
  });
}

function installsIn(root: Field, dependencies: ReadonlyMap<string, Dependency>): Install[] {
  const whole = chartOf(root);
  const found = whole === undefined ? [] : [fromValues('HelmValues', root, whole, undefined)];
  for (const entry of root.entries()) {
    if (!entry.isMap || (whole !== undefined && isOwnKey(entry.name))) continue;
    const dependency = dependencies.get(entry.name);
    const chart = dependency?.chart ?? chartOf(entry, entry.name);
    if (chart === undefined) continue;
    const install = fromValues('HelmValues', entry, chart, undefined);
    found.push(dependency ? { ...install, version: dependency.version } : install);
  }
  return found;
}

interface Dependency {
  chart: Chart;
  version: Field;
}

/** The charts of Istio that a chart depends on, by the key that their values stand below. */
function dependenciesOf({ documents }: SourceFile): Map<string, Dependency> {
  const found = new Map<string, Dependency>();
  for (const dependency of documents[0]?.root.child('dependencies').items() ?? []) {
    const name = dependency.textOf('name');
    const chart = istioChart(name, dependency.textOf('repository'));
    const key = dependency.textOf('alias') ?? name;
    if (chart !== undefined && key !== undefined) found.set(key, { chart, version: dependency.child('version') });
  }
  return found;
}

/** Is it one of Istio's own charts, as copied into a repository? */
function isIstioChart({ documents }: SourceFile): boolean {
  const root = documents[0]?.root;
  const name = root?.textOf('name');
  if (root === undefined || root.child('dependencies').exists) return false;
  const about = JSON.stringify([root.child('keywords').value, root.child('sources').value, root.child('home').value]);
  return (istioChart(name, 'istio') !== undefined || name === 'istio') && /istio/i.test(about);
}

/** The chart's own values and profiles; values files that people put beside them are theirs. */
function isDefault(path: string, folder: string): boolean {
  const directory = dirname(path);
  return directory === folder ? basename(path) === 'values.yaml' : directory.startsWith(`${folder}${sep}`);
}
