import { dirname, resolve } from 'node:path';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';

/**
 * Fields that a kustomization writes anew when it is built, so that what stands there now is no value.
 * Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/replacements/
 */
export function* replacedFields(kustomization: Field, resources: readonly Resource[]): Generator<Field> {
  const targets = kustomization
    .child('replacements')
    .maps()
    .flatMap((replacement) => replacement.child('targets').maps());
  if (targets.length === 0) return;
  const folder = dirname(kustomization.document.file.path);
  const members = ['resources', 'bases', 'components']
    .flatMap((name) => kustomization.child(name).items())
    .flatMap(({ string }) => (string === undefined ? [] : [resolve(folder, string)]));
  const own = resources.filter(({ file }) =>
    members.some((member) => file.path === member || dirname(file.path) === member),
  );
  for (const target of targets)
    for (const resource of own.filter((each) => isSelected(each, target.child('select'))))
      for (const path of target.child('fieldPaths').items()) yield* fieldsAt(resource.root, stepsOf(path.string ?? ''));
}

/** Names are regular expressions there; only plain ones are read. */
function isSelected({ group, kind, name, namespace }: Resource, select: Field): boolean {
  const own: Record<string, string> = { group, kind, name, namespace };
  return Object.entries(own).every(([key, value]) => [undefined, '', value].includes(select.textOf(key)));
}

/** `spec.http.0.route.[name=a\.b].host` by its dots, but for those in brackets or after a backslash. */
function stepsOf(path: string): string[] {
  return [...path.matchAll(/(?:\[[^\]]*\]|\\.|[^.\\[])+/g)].map(([step]) => step.replace(/\\(.)/g, '$1'));
}

function fieldsAt(field: Field, [step, ...rest]: readonly string[]): Field[] {
  if (step === undefined) return field.exists ? [field] : [];
  return (field.isList ? itemsAt(field, step) : [field.child(step)]).flatMap((next) => fieldsAt(next, rest));
}

function itemsAt(list: Field, step: string): readonly Field[] {
  if (step === '*') return list.items();
  const [, key, value] = /^\[([^=]+)=(.*)\]$/.exec(step) ?? [];
  if (key === undefined) return [list.at(Number(step))];
  return list.items().filter((item) => item.textOf(key) === value);
}
