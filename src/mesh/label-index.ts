import type { Field } from '../yaml/field.ts';

/** Things by their labels, so that a selector does not have to be held against all of them. Keeps their order. */
export class LabelIndex<Item> {
  readonly #all: readonly Item[];
  readonly #byPair = new Map<string, Item[]>();
  /** Those of which some label is not known. */
  readonly #open: Item[] = [];

  constructor(items: readonly Item[], labelsOf: (item: Item) => Field) {
    this.#all = items;
    for (const item of items) {
      const labels = labelsOf(item);
      for (const label of labels.entries()) add(this.#byPair, pairOf(label), item);
      if (labels.hasUnknown) this.#open.push(item);
    }
  }

  /** Among these are all that hold the pairs of a selector; all there are for an empty one. */
  near(selector: Field): readonly Item[] {
    const lists = selector.entries().map((pair) => this.#byPair.get(pairOf(pair)) ?? []);
    return lists.length === 0 ? this.#all : lists.reduce((least, list) => (list.length < least.length ? list : least));
  }

  /** Among these are all that may hold them once placeholders are filled in. */
  possible(selector: Field): readonly Item[] {
    return [...new Set([...this.near(selector), ...this.#open])];
  }
}

/** Things by a pair of their selectors, so that labels do not have to be held against all of them. Keeps their order. */
export class SelectorIndex<Item> {
  readonly #all: readonly Item[];
  readonly #places = new Map<Item, number>();
  readonly #byPair = new Map<string, Item[]>();
  /** Those that choose all, or of which nobody knows yet what they choose. */
  readonly #wide: Item[] = [];

  constructor(items: readonly Item[], selectorOf: (item: Item) => Field) {
    this.#all = items;
    for (const [place, item] of items.entries()) {
      this.#places.set(item, place);
      const selector = selectorOf(item);
      const [first] = selector.entries();
      if (first && !selector.hasUnknown) add(this.#byPair, pairOf(first), item);
      else this.#wide.push(item);
    }
  }

  /** Among these are all whose selectors choose the labels, or may. */
  near(labels: Field): readonly Item[] {
    if (labels.hasUnknown) return this.#all;
    const found = [...this.#wide, ...labels.entries().flatMap((label) => this.#byPair.get(pairOf(label)) ?? [])];
    return found.sort((one, other) => (this.#places.get(one) ?? 0) - (this.#places.get(other) ?? 0));
  }
}

function pairOf({ name, value }: Field): string {
  return typeof value === 'string' ? `${name}=${value}` : `${name}:${String(value)}`;
}

function add<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const known = map.get(key);
  if (known) known.push(item);
  else map.set(key, [item]);
}
