const UNITS: ReadonlyMap<string, number> = new Map([
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['μs', 1e-3],
  ['ns', 1e-6],
]);

/** A Go duration ("1m30s", "0.5s", "0") in milliseconds; undefined for what is none. Source: Go's time.ParseDuration. */
export function parseDuration(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const usual = usualDuration(value);
  if (usual !== undefined) return usual;
  const unsigned = value.replace(/^[-+]/, '');
  if (unsigned === '0') return 0;
  if (!/^(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(unsigned)) return undefined;
  let total = 0;
  for (const [, amount, unit] of unsigned.matchAll(/([0-9.]+)(ns|us|µs|μs|ms|s|m|h)/g))
    total += Number(amount) * (UNITS.get(unit ?? '') ?? 0);
  return value.startsWith('-') ? -total : total;
}

/** Of what nearly every duration is, a few digits and a unit, without a regular expression: rules read each of them often. */
function usualDuration(value: string): number | undefined {
  let [amount, index] = [0, 0];
  for (; index < value.length && index < MOST_DIGITS; index++) {
    const digit = value.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) break;
    amount = amount * 10 + digit;
  }
  const unit = index > 0 ? UNITS.get(value.slice(index)) : undefined;
  return unit === undefined ? undefined : amount * unit;
}

const ZERO = '0'.charCodeAt(0);
/** Numbers of no more digits are exact. */
const MOST_DIGITS = 15;

/**
 * What is wrong with a duration that Istio hands on to Envoy in milliseconds, as a clause whose subject is the value.
 * Undefined for a good one, and for text that is no duration at all.
 */
export function durationProblem(value: unknown): string | undefined {
  const total = parseDuration(value);
  return total !== undefined && total < 1 ? 'is shorter than 1ms' : precisionProblem(value);
}

/** The same for a field whose CRD has a rule of its own about durations below 1ms. */
export function precisionProblem(value: unknown): string | undefined {
  const total = parseDuration(value);
  if (total === undefined || total < 1 || isWhole(total)) return undefined;
  return 'has a part below 1ms, and milliseconds are the finest that is kept';
}

/** Nanoseconds are the finest part of a duration, so a smaller rest comes from floating point. */
function isWhole(milliseconds: number): boolean {
  return Math.abs(milliseconds - Math.round(milliseconds)) < 5e-7;
}
