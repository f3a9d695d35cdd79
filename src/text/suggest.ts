/** The candidate that the word is most likely a misspelling of: same letters in another case, or few edits away. */
export function suggest(word: string, candidates: Iterable<string>, limit?: number): string | undefined {
  const most = limit ?? Math.min(2, Math.max(1, Math.floor(word.length / 3)));
  const lower = word.toLowerCase();
  let letters: number | undefined;
  let best: string | undefined;
  let bestDistance = most + 1;
  for (const candidate of candidates) {
    // Most are told apart by their length alone.
    if (candidate === word || Math.abs(candidate.length - word.length) > most) continue;
    const other = candidate.toLowerCase();
    letters ??= lettersOf(lower);
    if (isFar(lettersOf(other), letters, most)) continue;
    const distance = other === lower ? 0 : editDistance(lower, other, bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Names that many words are compared with: most are told apart by their length and letters alone. */
export class KnownNames {
  readonly #byLength = new Map<number, { name: string; lower: string; letters: number }[]>();

  constructor(names: Iterable<string>) {
    for (const name of new Set(names)) {
      const lower = name.toLowerCase();
      const entry = { name, lower, letters: lettersOf(lower) };
      const same = this.#byLength.get(lower.length);
      if (same) same.push(entry);
      else this.#byLength.set(lower.length, [entry]);
    }
  }

  some(test: (name: string) => boolean): boolean {
    return [...this.#byLength.values()].some((entries) => entries.some(({ name }) => test(name)));
  }

  /** As `suggest`, with at most `limit` edits. `mayBe` leaves out names that are no misspellings. */
  suggest(word: string, limit: number, mayBe: (name: string) => boolean): string | undefined {
    const lower = word.toLowerCase();
    const letters = lettersOf(lower);
    let best: string | undefined;
    let bestDistance = limit + 1;
    for (let length = lower.length - limit; length <= lower.length + limit; length++)
      for (const entry of this.#byLength.get(length) ?? []) {
        if (isFar(entry.letters, letters, limit) || entry.name === word || !mayBe(entry.name)) continue;
        const distance = entry.lower === lower ? 0 : editDistance(lower, entry.lower, bestDistance);
        if (distance < bestDistance) [best, bestDistance] = [entry.name, distance];
      }
    return best;
  }
}

/** One bit for each letter or digit that a text has; a few share one. */
function lettersOf(text: string): number {
  let letters = 0;
  for (let index = 0; index < text.length; index++) letters |= 1 << (text.charCodeAt(index) % 32);
  return letters;
}

/** Are the words of these letters more edits apart? Each takes away one letter and adds one at most. */
function isFar(letters: number, others: number, edits: number): boolean {
  return countBits(letters ^ others) > 2 * edits;
}

function countBits(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Damerau-Levenshtein distance (optimal string alignment); `bound` or more is answered with `bound`. */
export function editDistance(a: string, b: string, bound = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) >= bound) return bound;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least >= bound) return bound;
    before = previous;
    previous = row;
  }
  return Math.min(bound, previous[b.length] ?? bound);
}
