import type { Field } from '../yaml/field.ts';

/** Things by their labels, so that a selector does not have to be held against all of them. Keeps their order. */
export class LabelIndex<Item> {
  readonly #all: readonly Item[];
  readonly #byPair = new PairMap<Item>();
  /** Those of which some label is not known. */
  readonly #open: Item[] = [];

  constructor(items: readonly Item[], labelsOf: (item: Item) => Field) {
    this.#all = items;
    for (const item of items) {
      const labels = labelsOf(item);
      for (const label of labels.entries()) this.#byPair.add(label, item);
      if (labels.hasUnknown) this.#open.push(item);
    }
  }

  /** Are all labels known, without placeholders? */
  get isKnown(): boolean {
    return this.#open.length === 0;
  }

  /** Among these are all that hold the pairs of a selector; all there are for an empty one. */
  near(selector: Field): readonly Item[] {
    let least: readonly Item[] | undefined;
    for (const pair of selector.entries()) {
      const list = this.#byPair.get(pair);
      if (!least || list.length < least.length) least = list;
    }
    return least ?? this.#all;
  }

  /** Among these are all that may hold them once placeholders are filled in. */
  possible(selector: Field): readonly Item[] {
    const near = this.near(selector);
    return this.#open.length === 0 ? near : [...new Set([...near, ...this.#open])];
  }
}

/** Things by a pair of their selectors, so that labels do not have to be held against all of them. Keeps their order. */
export class SelectorIndex<Item> {
  readonly #all: readonly Item[];
  readonly #byPair = new PairMap<Item>();
  /** Those that choose all, or of which nobody knows yet what they choose. */
  readonly #wide: Item[] = [];
  #places: Map<Item, number> | undefined;

  constructor(items: readonly Item[], selectorOf: (item: Item) => Field) {
    this.#all = items;
    for (const item of items) {
      const selector = selectorOf(item);
      const [first] = selector.entries();
      if (first && !selector.hasUnknown) this.#byPair.add(first, item);
      else this.#wide.push(item);
    }
  }

  /** Among these are all whose selectors choose the labels, or may. */
  near(labels: Field): readonly Item[] {
    if (labels.hasUnknown) return this.#all;
    const found = [...this.#wide];
    for (const label of labels.entries()) for (const item of this.#byPair.get(label)) found.push(item);
    if (found.length === this.#wide.length) return found;
    this.#places ??= new Map(this.#all.map((item, place) => [item, place]));
    const places = this.#places;
    return found.sort((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0));
  }
}

/** Things by the name and value of a field. */
class PairMap<Item> {
  readonly #byName = new Map<string, Map<unknown, Item[]>>();

  add({ name, value }: Field, item: Item): void {
    let byValue = this.#byName.get(name);
    if (!byValue) {
      byValue = new Map();
      this.#byName.set(name, byValue);
    }
    const known = byValue.get(value);
    if (known) known.push(item);
    else byValue.set(value, [item]);
  }

  get({ name, value }: Field): readonly Item[] {
    return this.#byName.get(name)?.get(value) ?? NONE;
  }
}

const NONE: readonly never[] = [];
