import { kinds, minors } from './compiled/sets.ts';

/** Of each version, the id of its schema by the minor that brought it; '' for a minor that took it away. */
type History = Readonly<Record<string, Readonly<Record<string, string>>>>;

const HISTORY: Readonly<Record<string, History>> = kinds;

/** Istio minors with a vendored set of schemas, ascending. */
export const ISTIO_VERSIONS: readonly string[] = minors;

/** The newest release; what comes after it is in development. */
export const DEFAULT_ISTIO_VERSION = '1.31';

export interface ServedKind {
  group: string;
  kind: string;
  /** Newest first. */
  versions: string[];
  preferred: string;
}

/** The schema that another minor has for a version of a kind. */
export interface OtherSchema {
  minor: string;
  /** Is that minor after the one that is linted for? */
  later: boolean;
  id: string;
}

/** The kinds that one Istio minor serves, and the schema of each version. */
export class Kinds {
  readonly #minor: number;
  #all: ServedKind[] | undefined;
  #byGroup: Map<string, Map<string, ServedKind>> | undefined;

  constructor(istioVersion: string) {
    this.#minor = ISTIO_VERSIONS.indexOf(istioVersion);
  }

  /** The place of the minor in ISTIO_VERSIONS; -1 for one that is not there. */
  get index(): number {
    return this.#minor;
  }

  served(group: string, kind: string): ServedKind | undefined {
    this.#byGroup ??= byGroup(this.all());
    return this.#byGroup.get(group)?.get(kind);
  }

  all(): ServedKind[] {
    this.#all ??= Object.entries(HISTORY).flatMap(([name, history]) => {
      const versions = Object.keys(history).filter((version) => idAt(history[version], this.#minor));
      const [preferred] = versions;
      const slash = name.indexOf('/');
      const [group, kind] = [name.slice(0, slash), name.slice(slash + 1)];
      return preferred === undefined ? [] : { group, kind, versions, preferred };
    });
    return this.#all;
  }

  /** The id of the schema; undefined for what is not served. */
  schemaOf(group: string, kind: string, version: string): string | undefined {
    return idAt(historyOf(group, kind)[version], this.#minor);
  }

  /** The schemas of the same version in the other minors, the nearest first: later ones, then earlier ones. */
  otherSchemas(group: string, kind: string, version: string): OtherSchema[] {
    const ids = historyOf(group, kind)[version];
    const at = (index: number) => ({
      minor: ISTIO_VERSIONS[index] ?? '',
      later: index > this.#minor,
      id: idAt(ids, index) ?? '',
    });
    const later = ISTIO_VERSIONS.map((_, index) => index).filter((index) => index > this.#minor);
    const earlier = ISTIO_VERSIONS.map((_, index) => index).filter((index) => index < this.#minor);
    return [...later, ...earlier.reverse()].map(at).filter(({ id }) => id !== '');
  }

  /** The first minor after this one that serves a kind, in the version if one is named. */
  since(group: string, kind: string, version?: string): string | undefined {
    const history = historyOf(group, kind);
    const versions = version === undefined ? Object.values(history) : [history[version]];
    return ISTIO_VERSIONS.find((_, index) => index > this.#minor && versions.some((ids) => idAt(ids, index)));
  }
}

function byGroup(all: readonly ServedKind[]): Map<string, Map<string, ServedKind>> {
  const groups = new Map<string, Map<string, ServedKind>>();
  for (const served of all) {
    const group = groups.get(served.group);
    if (group) group.set(served.kind, served);
    else groups.set(served.group, new Map([[served.kind, served]]));
  }
  return groups;
}

function historyOf(group: string, kind: string): History {
  const name = `${group}/${kind}`;
  return (Object.hasOwn(HISTORY, name) ? HISTORY[name] : undefined) ?? {};
}

/** The id that held at the index of a minor; undefined where there was none. */
export function idAt(ids: Readonly<Record<string, string>> | undefined, minor: number): string | undefined {
  if (!ids || minor < 0) return undefined;
  for (let index = minor; index >= 0; index--) {
    const id = ids[ISTIO_VERSIONS[index] ?? ''];
    if (id !== undefined) return id || undefined;
  }
  return undefined;
}
