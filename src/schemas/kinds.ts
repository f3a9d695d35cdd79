import { sets } from './compiled/sets.ts';

type Served = Readonly<Record<string, string>>;

const SETS: Readonly<Record<string, Readonly<Record<string, Served>>>> = sets;

/** Istio minors with a vendored set of schemas, ascending. */
export const ISTIO_VERSIONS: readonly string[] = Object.keys(SETS);

/** The newest release; what comes after it is in development. */
export const DEFAULT_ISTIO_VERSION = '1.31';

export interface ServedKind {
  group: string;
  kind: string;
  /** Newest first. */
  versions: string[];
  preferred: string;
}

/** The kinds that one Istio minor serves, and the schema of each version. */
export class Kinds {
  readonly #kinds: Readonly<Record<string, Served>>;

  constructor(istioVersion: string) {
    this.#kinds = SETS[istioVersion] ?? {};
  }

  served(group: string, kind: string): ServedKind | undefined {
    const versions = Object.keys(this.#of(group, kind));
    const [preferred] = versions;
    return preferred === undefined ? undefined : { group, kind, versions, preferred };
  }

  all(): ServedKind[] {
    return Object.keys(this.#kinds).flatMap((name) => {
      const slash = name.indexOf('/');
      return this.served(name.slice(0, slash), name.slice(slash + 1)) ?? [];
    });
  }

  /** The id of the schema; undefined for what is not served. */
  schemaOf(group: string, kind: string, version: string): string | undefined {
    return this.#of(group, kind)[version];
  }

  #of(group: string, kind: string): Served {
    return this.#kinds[`${group}/${kind}`] ?? {};
  }
}
