import { basename } from 'node:path';
import type { SourceText } from '../engine/linter.ts';
import { Kustomizations } from '../mesh/kustomize.ts';
import { readSource } from '../yaml/read.ts';
import { outputOf, type Rendering } from './run.ts';

const FILE_NAME = /^kustomization(?:\.ya?ml)?$/i;

/** The kustomizations among the sources. */
export function kustomizationsIn(sources: readonly SourceText[]): Kustomizations {
  const found = sources.filter(({ path }) => FILE_NAME.test(basename(path)));
  return new Kustomizations(found.map(({ path, text }) => readSource(path, text)));
}

/** The folders of kustomizations that no other one names: what people build. Components are no use by themselves. */
export function builtFolders(kustomizations: Kustomizations): string[] {
  const whole = kustomizations.all.filter(({ root }) => root.child('kind').string !== 'Component');
  const folders = new Set(whole.map(({ folder }) => folder));
  return [...folders].filter((folder) => kustomizations.of(folder).length === 0);
}

/** What `kustomize build` makes of a folder, or kubectl, which has it built in. */
export async function renderKustomization(folder: string): Promise<Rendering> {
  const output = await outputOf('kustomize', ['build', folder], folder);
  if (!('missing' in output)) return { folder, by: 'kustomize build', output };
  return { folder, by: 'kubectl kustomize', output: await outputOf('kubectl', ['kustomize', folder], folder) };
}
