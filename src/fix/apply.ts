import type { Fix } from '../report.ts';

/** A fix and the rule that wants it. */
export interface NamedFix extends Fix {
  ruleId: string;
}

export interface Applied {
  text: string;
  /** How many fixes were made. */
  count: number;
}

/**
 * Makes the fixes that do not touch each other, the first ones first; `isGood` is asked of the result, and where it says no,
 * of each fix by itself.
 */
export function applyFixes(text: string, fixes: readonly NamedFix[], isGood: (text: string) => boolean): Applied {
  const apart = withoutOverlaps(agreed(fixes));
  const all = splice(text, apart);
  if (isGood(all)) return { text: all, count: apart.length };
  let made: Applied = { text, count: 0 };
  for (const fix of apart.reverse()) {
    const next = splice(made.text, [fix]);
    if (isGood(next)) made = { text: next, count: made.count + 1 };
  }
  return made;
}

/** Where a rule wants two things of one place, nobody knows which. */
function agreed(fixes: readonly NamedFix[]): NamedFix[] {
  const byPlace = new Map<string, NamedFix[]>();
  for (const fix of fixes) {
    const place = JSON.stringify([fix.ruleId, fix.range]);
    byPlace.set(place, [...(byPlace.get(place) ?? []), fix]);
  }
  return [...byPlace.values()].flatMap((same) => {
    const [first] = same;
    return first && same.every(({ text }) => text === first.text) ? [first] : [];
  });
}

/** Of fixes that touch, the first; the others are for the next pass. */
function withoutOverlaps(fixes: readonly NamedFix[]): NamedFix[] {
  const sorted = [...fixes].sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1]);
  let end = -1;
  return sorted.filter(({ range }) => {
    if (range[0] <= end) return false;
    end = range[1];
    return true;
  });
}

function splice(text: string, fixes: readonly Fix[]): string {
  let result = '';
  let end = 0;
  for (const fix of fixes) {
    result += text.slice(end, fix.range[0]) + fix.text;
    end = fix.range[1];
  }
  return result + text.slice(end);
}
