import type { Span } from '../../yaml/node.ts';

/** A rule id or code in a list, where it stands in the text that was read; '*' stands for every rule. */
export interface Name extends Span {
  text: string;
}

/** What a comment or an annotation says: `rule-a, IST0101 -- reason (expires 2027-01-31)`. */
export interface Words {
  names: Name[];
  /** What stands behind `--`; '' for nothing. */
  justification: string;
  /** Does the justification say more than a date? */
  hasReason: boolean;
  /** The first day on which it does not hold any more, as in 2027-01-31. */
  expires?: string;
  /** What stands where a date should. */
  badDate?: string;
}

/** `base` is added to the offsets of the names. */
export function readWords(text: string, base = 0): Words {
  const dashes = /(?:^|\s)--+(?=\s|$)/.exec(text);
  const list = dashes ? text.slice(0, dashes.index) : text;
  const names = [...list.matchAll(/[^\s,]+/g)].map(([word], index, all) => {
    const start = base + (all[index]?.index ?? 0);
    return { text: word, start, end: start + word.length };
  });
  return { names, ...readReason(dashes ? text.slice(dashes.index + dashes[0].length) : '') };
}

const EXPIRY = /\(expires:?\s+([^()]*)\)\s*\.?$|(?:^|\s)expires:?\s+(\d\S*?)\.?$/i;

/** A reason, and the day in it: `waits for the upgrade (expires 2027-01-31)`, or `expires 2027-01-31` at its end. */
export function readReason(text: string): Omit<Words, 'names'> {
  const justification = text.trim();
  const found = EXPIRY.exec(justification);
  const reason = {
    justification,
    hasReason: (found ? justification.slice(0, found.index) : justification).trim() !== '',
  };
  const date = (found?.[1] ?? found?.[2])?.trim();
  if (date === undefined) return reason;
  return isDay(date) ? { ...reason, expires: date } : { ...reason, badDate: date };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && dayOf(new Date(time)) === text;
}

/** The day in UTC, as in 2027-01-31. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
