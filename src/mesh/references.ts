import { suggest } from '../text/suggest.ts';
import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';
import { WORLDS } from './world.ts';

/** The option of every rule that misses something: how much of the mesh is in the set? */
export const WORLD_OPTION = {
  enum: WORLDS,
  default: 'auto',
  description:
    'What is known of the mesh beside the files. closed: nothing else is there, so all that is missing is reported; ' +
    'open: anything may be; auto: a namespace with one object of a kind has all of that kind. A name that is one or two ' +
    'letters off a known one is always reported.',
};

export interface Absence {
  /** The known name that was likely meant. */
  near: string | undefined;
  /** Is it missing for sure, or does it only look misspelt? */
  isSure: boolean;
}

/** A name by which a resource means another one. */
export interface Reference {
  kind: string;
  /** Where the other one would be; '' where that isn't known, or there is no such thing. */
  namespace: string;
  name: string;
}

/** What a rule gives to have a reference judged: its own context. */
export interface Inquirer {
  readonly mesh: Mesh;
  readonly options: { readonly world: string };
  /** Notes a reference that nobody can check, for the closing lines. */
  leaveOpen(reference: Reference): void;
}

/**
 * What to make of a reference that the set does not have; undefined where what is meant may well be elsewhere.
 * `known` are the names that were likely meant.
 */
export function absenceOf(
  inquirer: Inquirer,
  reference: Reference,
  known: Iterable<string>,
  isInventoried: () => boolean,
): Absence | undefined {
  const { world } = inquirer.options;
  if (inquirer.mesh.isExternal(reference)) return undefined;
  const near = nearName(reference.name, known);
  const isSure = world === 'closed' || (world === 'auto' && isInventoried());
  if (isSure || near !== undefined) return { near, isSure };
  inquirer.leaveOpen(reference);
  return undefined;
}

/** The known name that was likely meant. */
export function nearName(name: string, known: Iterable<string>): string | undefined {
  const shape = shapeOf(name);
  const others = [...known].filter((each) => shapeOf(each) !== shape);
  return suggest(name, others, Math.min(2, Math.floor(name.length / 3)));
}

/** Names that differ in their numbers alone, as in `v1` and `v2` or `cluster-1a` and `cluster-1b`, are no misspellings. */
function shapeOf(name: string): string {
  return name.toLowerCase().replace(/[0-9]+[a-z]?(?![a-z])/g, '#');
}

/**
 * Does the set hold the kind in a namespace, each with a name that is known, so that it may be taken to hold all of it? A
 * snapshot of the cluster holds all of a kind wherever it holds one.
 */
export function isInventoried(
  mesh: Mesh,
  namespace: string,
  ...kinds: readonly [group: string, kind: string][]
): boolean {
  if (kinds.some(([group, kind]) => mesh.ofKind(kind, group).some(({ file }) => file.role === 'snapshot'))) return true;
  if (!namespace || mesh.ask(bringsOthers)) return false;
  const own = kinds.flatMap(([group, kind]) =>
    mesh.ofKind(kind, group).filter((resource) => mesh.namespaceOf(resource) === namespace),
  );
  return own.length > 0 && own.every(hasKnownName);
}

function hasKnownName({ metadata }: Resource): boolean {
  return metadata.child('name').string !== undefined;
}

/** Do the files bring objects that are not among them: templates that are not rendered, charts that are installed? */
function bringsOthers(mesh: Mesh): boolean {
  return (
    mesh.files.some(({ template }) => template !== undefined) ||
    mesh.resources.some(({ kind }) => INSTALLERS.has(kind)) ||
    mesh.files.some(({ documents }) => documents.some(({ fieldNames }) => fieldNames.has('helmCharts')))
  );
}

const INSTALLERS = new Set(['HelmRelease', 'HelmChart', 'Application', 'ApplicationSet', 'IstioOperator']);
