import { KnownNames } from '../text/suggest.ts';
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
  known: Iterable<string> | KnownNames,
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
export function nearName(name: string, known: Iterable<string> | KnownNames): string | undefined {
  const shape = shapeOf(name);
  const names = known instanceof KnownNames ? known : new KnownNames(known);
  return names.suggest(name, Math.min(2, Math.floor(name.length / 3)), (each) => shapeOf(each) !== shape);
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
  const inventory = mesh.ask(makeInventory);
  const stocks = kinds.map(([group, kind]) => inventory.of(group, kind));
  if (stocks.some(({ isSnapshot }) => isSnapshot)) return true;
  if (!namespace || mesh.ask(bringsOthers)) return false;
  const own = stocks.flatMap(({ byNamespace }) => byNamespace.get(namespace) ?? []);
  return own.length > 0 && own.every((isNamed) => isNamed);
}

/** What is there of a kind. */
interface Stock {
  isSnapshot: boolean;
  /** By namespace: has each of its resources a name that is known? */
  byNamespace: Map<string, boolean>;
}

/** The kinds of a set, each counted when it is first asked for. */
class Inventory {
  readonly #mesh: Mesh;
  readonly #stocks = new Map<string, Stock>();

  constructor(mesh: Mesh) {
    this.#mesh = mesh;
  }

  of(group: string, kind: string): Stock {
    const key = `${group}/${kind}`;
    const known = this.#stocks.get(key) ?? this.#count(this.#mesh.ofKind(kind, group));
    this.#stocks.set(key, known);
    return known;
  }

  #count(resources: readonly Resource[]): Stock {
    const byNamespace = new Map<string, boolean>();
    for (const resource of resources) {
      const namespace = this.#mesh.namespaceOf(resource);
      const isNamed = resource.metadata.textOf('name') !== undefined;
      byNamespace.set(namespace, isNamed && byNamespace.get(namespace) !== false);
    }
    return { isSnapshot: resources.some(({ file }) => file.role === 'snapshot'), byNamespace };
  }
}

const makeInventory = (mesh: Mesh) => new Inventory(mesh);

/** Do the files bring objects that are not among them: templates that are not rendered, charts that are installed? */
function bringsOthers(mesh: Mesh): boolean {
  return (
    mesh.files.some(({ template }) => template !== undefined) ||
    mesh.resources.some(({ kind }) => INSTALLERS.has(kind)) ||
    mesh.fieldNames().has('helmCharts')
  );
}

const INSTALLERS = new Set(['HelmRelease', 'HelmChart', 'Application', 'ApplicationSet', 'IstioOperator']);
