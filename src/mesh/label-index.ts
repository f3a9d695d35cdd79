import type { Field } from '../yaml/field.ts';
import type { Entry } from '../yaml/node.ts';
import { hasPairs } from './selection.ts';

/** Things by their labels, so that a selector does not have to be held against all of them. Keeps their order. */
export class LabelIndex<Item> {
  readonly #all: readonly Item[];
  readonly #labelsOf: (item: Item) => Field;
  readonly #byPair = new PairMap<Item>();
  /** Those of which some label is not known. */
  readonly open: readonly Item[];

  constructor(items: readonly Item[], labelsOf: (item: Item) => Field) {
    this.#all = items;
    this.#labelsOf = labelsOf;
    const open: Item[] = [];
    for (const item of items) {
      const labels = labelsOf(item);
      for (const label of pairsOf(labels)) this.#byPair.add(label, item);
      if (labels.hasUnknown) open.push(item);
    }
    this.open = open;
  }

  /** Are all labels known, without placeholders? */
  get isKnown(): boolean {
    return this.open.length === 0;
  }

  /** Those that hold the pairs of a selector, as written; for an empty one all. */
  chosenBy(selector: Field): readonly Item[] {
    const near = this.near(selector);
    if (pairsOf(selector).length < 2) return near;
    return near.filter((item) => hasPairs(this.#labelsOf(item), selector));
  }

  /** Among these are all that hold the pairs of a selector; all there are for an empty one. */
  near(selector: Field): readonly Item[] {
    let least: readonly Item[] | undefined;
    for (const pair of pairsOf(selector)) {
      const list = this.#byPair.get(pair);
      if (!least || list.length < least.length) least = list;
    }
    return least ?? this.#all;
  }

  /** Among these are all that may hold them once placeholders are filled in. */
  possible(selector: Field): readonly Item[] {
    const near = this.near(selector);
    return this.open.length === 0 ? near : [...new Set([...near, ...this.open])];
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
      const first = pairsOf(selector)[0];
      if (first && !selector.hasUnknown) this.#byPair.add(first, item);
      else this.#wide.push(item);
    }
  }

  /** Among these are all whose selectors choose the labels, or may. */
  near(labels: Field): readonly Item[] {
    if (labels.hasUnknown) return this.#all;
    let found: readonly Item[] = this.#wide;
    for (const label of pairsOf(labels)) {
      const list = this.#byPair.get(label);
      if (list.length > 0) found = found.length === 0 ? list : this.#merged(found, list);
    }
    return found;
  }

  #merged(one: readonly Item[], other: readonly Item[]): Item[] {
    this.#places ??= new Map(this.#all.map((item, place) => [item, place]));
    const places = this.#places;
    return [...one, ...other].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
  }
}

/** Things by the name and value of a label. Values that are no scalars are like no other. */
class PairMap<Item> {
  readonly #byName = new Map<string, Map<unknown, Item[]>>();

  add({ name, value }: Entry, item: Item): void {
    if (value.type !== 'scalar') return;
    let byValue = this.#byName.get(name);
    if (!byValue) {
      byValue = new Map();
      this.#byName.set(name, byValue);
    }
    const known = byValue.get(value.value);
    if (known) known.push(item);
    else byValue.set(value.value, [item]);
  }

  get({ name, value }: Entry): readonly Item[] {
    return (value.type === 'scalar' ? this.#byName.get(name)?.get(value.value) : undefined) ?? NONE;
  }
}

function pairsOf({ node }: Field): readonly Entry[] {
  return node?.type === 'map' ? node.entries : NONE;
}

const NONE: readonly never[] = [];
