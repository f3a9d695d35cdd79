import type { Resource } from '../yaml/resource.ts';
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
  readonly #ofKind = new Map<string, VisitsOfKind>();

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

  of({ kind, group, groupKind, document }: Resource): readonly Visit[] {
    let found = this.#ofKind.get(groupKind);
    if (!found) {
      const own = [kind, groupKind, `${group}/*`].flatMap((each) => this.#byKind.get(each) ?? []);
      found = new VisitsOfKind([...this.#everyKind, ...own]);
      this.#ofKind.set(groupKind, found);
    }
    return found.having(document.fieldNames);
  }
}

class VisitsOfKind {
  readonly #all: readonly Visit[];
  /** The names that rules of the kind ask for, each with a bit of its own. */
  readonly #bits = new Map<string, number>();
  readonly #bySignature = new Map<string, readonly Visit[]>();

  constructor(all: readonly Visit[]) {
    this.#all = all;
    for (const { fields } of all)
      for (const name of fields ?? []) if (!this.#bits.has(name)) this.#bits.set(name, this.#bits.size);
  }

  having(names: readonly string[]): readonly Visit[] {
    const signature = this.#signature(names);
    let found = this.#bySignature.get(signature);
    if (!found) {
      found = this.#all.filter(({ fields }) => !fields || fields.some((name) => names.includes(name)));
      this.#bySignature.set(signature, found);
    }
    return found;
  }

  #signature(names: readonly string[]): string {
    const words = new Array<number>((this.#bits.size + 31) >> 5).fill(0);
    for (const name of names) {
      const bit = this.#bits.get(name);
      if (bit !== undefined) words[bit >> 5] = (words[bit >> 5] ?? 0) | (1 << (bit & 31));
    }
    return words.join();
  }
}
