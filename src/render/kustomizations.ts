import { basename } from 'node:path';
import type { SourceText } from '../engine/linter.ts';
import { type Kustomization, Kustomizations, kustomizationRoots } from '../mesh/kustomize.ts';
import { readSource } from '../yaml/read.ts';
import { outputOf, type Rendering } from './run.ts';

const FILE_NAME = /^kustomization(?:\.ya?ml)?$/i;

/** The kustomizations among the sources. */
export function kustomizationsIn(sources: readonly SourceText[]): Kustomizations {
  const found = sources.filter(({ path }) => FILE_NAME.test(basename(path)));
  return new Kustomizations(found.flatMap(({ path, text }) => kustomizationRoots(readSource(path, text))));
}

/** The kustomizations that no other one names: what people build. Components are no use by themselves. */
export function outermost(kustomizations: Kustomizations): Kustomization[] {
  const whole = kustomizations.all.filter(
    ({ root, folder }) => root.child('kind').string !== 'Component' && kustomizations.of(folder).length === 0,
  );
  return [...new Map(whole.map((each) => [each.folder, each])).values()];
}

/** What `kustomize build` makes of a folder, or kubectl, which has it built in. */
export async function renderKustomization({ folder, root }: Kustomization): Promise<Rendering> {
  const place = { folder, from: root.document.file.path };
  const output = await outputOf('kustomize', ['build', folder], folder);
  if (!('missing' in output)) return { ...place, by: 'kustomize build', output };
  return { ...place, by: 'kubectl kustomize', output: await outputOf('kubectl', ['kustomize', folder], folder) };
}
