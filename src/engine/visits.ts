import type { Resource, ResourceType } from '../yaml/resource.ts';
import type { RuleContext } from './context.ts';
import type { Condition } from './layers.ts';
import type { CheckResult } from './rule.ts';

/** A rule's check of one resource; `fields` and `holdsFor` as of the rule. */
export interface Visit {
  fields: readonly string[] | undefined;
  holdsFor: Condition | undefined;
  rule: { check(resource: Resource, context: RuleContext): CheckResult };
  context: RuleContext;
}

/** Which rules look at which resource. Those of a kind that have the same members are looked at by the same ones. */
export class Visits {
  readonly #everyKind: Visit[] = [];
  readonly #byKind = new Map<string, Visit[]>();
  readonly #ofType = new Map<ResourceType, VisitsOfKind>();

  /** `kinds` as of rules. */
  add(kinds: readonly string[], visit: Visit): void {
    for (const kind of kinds) {
      if (kind === '*') {
        this.#everyKind.push(visit);
        continue;
      }
      const known = this.#byKind.get(kind);
      if (known) known.push(visit);
      else this.#byKind.set(kind, [visit]);
    }
  }

  of({ type, document }: Resource): readonly Visit[] {
    let found = this.#ofType.get(type);
    if (!found) {
      const names = [type.kind, type.groupKind, `${type.group}/*`];
      found = new VisitsOfKind([...this.#everyKind, ...names.flatMap((name) => this.#byKind.get(name) ?? [])]);
      this.#ofType.set(type, found);
    }
    return found.having(document.fieldNames);
  }
}

class VisitsOfKind {
  readonly #all: readonly Visit[];
  /** The names that rules of the kind ask for. */
  readonly #asked: ReadonlySet<string>;
  /** By list of names, and by those among them that are asked for. */
  readonly #byNames = new Map<readonly string[], readonly Visit[]>();
  readonly #byAsked = new Map<string, readonly Visit[]>();

  constructor(all: readonly Visit[]) {
    this.#all = all;
    this.#asked = new Set(all.flatMap(({ fields }) => fields ?? []));
  }

  having(names: readonly string[]): readonly Visit[] {
    let found = this.#byNames.get(names);
    if (!found) {
      found = this.#having(names.filter((name) => this.#asked.has(name)).sort());
      this.#byNames.set(names, found);
    }
    return found;
  }

  #having(asked: readonly string[]): readonly Visit[] {
    const key = JSON.stringify(asked);
    let found = this.#byAsked.get(key);
    if (!found) {
      found = this.#all.filter(({ fields }) => !fields || fields.some((name) => asked.includes(name)));
      this.#byAsked.set(key, found);
    }
    return found;
  }
}
