// What compiled CEL rules call. A CEL error is thrown as a CelError; only `and`, `or` and folds take errors up again, as
// the language has it: false && error is false. Source: the CEL language definition; Kubernetes' CEL libraries.
import { parseDuration } from '../../values/duration.ts';
import { isIp } from '../../values/ip.ts';
import { parseUrl, type Url } from '../../values/uri.ts';

/** A rule that cannot be evaluated: Kubernetes then rejects the object too. */
export class CelError extends Error {}

class Duration {
  readonly milliseconds: number;
  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }
}

/** The outcome of a fold's step that failed; later steps may absorb it. */
class Failed {
  readonly error: unknown;
  constructor(error: unknown) {
    this.error = error;
  }
}

/** What Go's durations, in nanoseconds in 64 bits, can hold. */
const LONGEST = 9_223_372_036_854.775;

export function and(...operands: (() => unknown)[]): boolean {
  return absorbing(operands, false);
}

export function or(...operands: (() => unknown)[]): boolean {
  return absorbing(operands, true);
}

/** One operand with the deciding value decides, errors of the others or not. */
function absorbing(operands: readonly (() => unknown)[], deciding: boolean): boolean {
  let failure: Failed | undefined;
  for (const operand of operands) {
    try {
      if (isTrue(operand()) === deciding) return deciding;
    } catch (error) {
      failure ??= new Failed(error);
    }
  }
  if (failure) throw failure.error;
  return !deciding;
}

export function isTrue(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new CelError('no such overload');
  return value;
}

export function not(value: unknown): boolean {
  return !isTrue(value);
}

export function notStrictlyFalse(value: () => unknown): boolean {
  try {
    return value() !== false;
  } catch {
    return true;
  }
}

/** `has(operand.field)`: null counts as absent, for the API server prunes it. */
export function has(operand: unknown, field: string): boolean {
  return member(operand, field) !== undefined;
}

export function select(operand: unknown, field: string): unknown {
  const value = member(operand, field);
  if (value === undefined) throw new CelError(`no such key: ${field}`);
  return value;
}

function member(operand: unknown, field: string): unknown {
  if (!isMap(operand)) throw new CelError('no such overload');
  const value = Object.hasOwn(operand, field) ? operand[field] : undefined;
  return value === null ? undefined : value;
}

export function index(operand: unknown, at: unknown): unknown {
  if (Array.isArray(operand)) {
    if (typeof at !== 'number' || !(at in operand)) throw new CelError(`index out of bounds: ${at}`);
    return operand[at];
  }
  return select(operand, String(at));
}

export function isIn(value: unknown, range: unknown): boolean {
  if (Array.isArray(range)) return range.some((item) => equal(item, value));
  if (isMap(range)) return Object.hasOwn(range, String(value));
  throw new CelError('no such overload');
}

export function equal(one: unknown, other: unknown): boolean {
  if (one instanceof Duration && other instanceof Duration) return one.milliseconds === other.milliseconds;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, at) => equal(item, other[at]));
  if (isMap(one) && isMap(other)) {
    const keys = Object.keys(one);
    return (
      keys.length === Object.keys(other).length &&
      keys.every((key) => Object.hasOwn(other, key) && equal(one[key], other[key]))
    );
  }
  return one === other;
}

export function unequal(one: unknown, other: unknown): boolean {
  return !equal(one, other);
}

export function less(one: unknown, other: unknown): boolean {
  return compare(one, other) < 0;
}

export function atMost(one: unknown, other: unknown): boolean {
  return compare(one, other) <= 0;
}

export function greater(one: unknown, other: unknown): boolean {
  return compare(one, other) > 0;
}

export function atLeast(one: unknown, other: unknown): boolean {
  return compare(one, other) >= 0;
}

function compare(one: unknown, other: unknown): number {
  if (one instanceof Duration && other instanceof Duration) return one.milliseconds - other.milliseconds;
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (typeof one === 'string' && typeof other === 'string') return one < other ? -1 : Number(one > other);
  throw new CelError('no such overload');
}

export function add(one: unknown, other: unknown): unknown {
  if (typeof one === 'number' && typeof other === 'number') return one + other;
  if (typeof one === 'string' && typeof other === 'string') return one + other;
  if (Array.isArray(one) && Array.isArray(other)) return [...one, ...other];
  throw new CelError('no such overload');
}

/** Characters of a string (code points), items of a list, members of a map that the API server keeps. */
export function size(value: unknown): number {
  if (typeof value === 'string') return [...value].length;
  if (Array.isArray(value)) return value.length;
  if (isMap(value)) return keysOf(value).length;
  throw new CelError('no such overload');
}

/** Goes through the items of a list or the keys of a map. */
export function fold(
  range: unknown,
  start: unknown,
  condition: (sum: unknown) => unknown,
  step: (sum: unknown, item: unknown) => unknown,
  result: (sum: unknown) => unknown,
): unknown {
  if (!Array.isArray(range) && !isMap(range)) throw new CelError('no such overload');
  let sum = start;
  for (const item of Array.isArray(range) ? range : keysOf(range)) {
    if (condition(sum) === false) break;
    try {
      sum = step(sum, item);
    } catch (error) {
      sum = new Failed(error);
    }
  }
  return result(sum);
}

/** The running result of a fold, where a step before has not failed. */
export function value(sum: unknown): unknown {
  if (sum instanceof Failed) throw sum.error;
  return sum;
}

export function contains(whole: unknown, part: unknown): boolean {
  return text(whole).includes(text(part));
}

export function startsWith(whole: unknown, part: unknown): boolean {
  return text(whole).startsWith(text(part));
}

export function endsWith(whole: unknown, part: unknown): boolean {
  return text(whole).endsWith(text(part));
}

export function substring(whole: unknown, from: unknown, to?: unknown): string {
  const characters = [...text(whole)];
  const [start, end] = [Number(from), to === undefined ? characters.length : Number(to)];
  if (start < 0 || end > characters.length || start > end) throw new CelError(`index out of range: ${start}`);
  return characters.slice(start, end).join('');
}

export function split(whole: unknown, separator: unknown): string[] {
  return text(separator) === '' ? [...text(whole)] : text(whole).split(text(separator));
}

/** The pattern is one of the schema's own, so JavaScript's engine serves; a test holds that RE2 answers the same. */
export function matches(whole: unknown, pattern: RegExp): boolean {
  return pattern.test(text(whole));
}

export function toInt(value: unknown): number {
  if (typeof value === 'number') return Math.trunc(value);
  if (!/^[-+]?[0-9]+$/.test(text(value)) || Math.abs(Number(value)) > 2 ** 63)
    throw new CelError("type conversion error from 'string' to 'int'");
  return Number(value);
}

export function toDuration(value: unknown): Duration {
  const milliseconds = parseDuration(text(value));
  if (milliseconds === undefined || Math.abs(milliseconds) > LONGEST)
    throw new CelError("type conversion error from 'string' to 'duration'");
  return new Duration(milliseconds);
}

const FIXED = new Map<string, Duration>();

/** A duration that a rule spells out: read once. */
export function fixedDuration(written: string): Duration {
  const known = FIXED.get(written);
  if (known) return known;
  const duration = toDuration(written);
  FIXED.set(written, duration);
  return duration;
}

export function toUrl(value: unknown): Url {
  const url = parseUrl(text(value), true);
  if (url.problem !== undefined) throw new CelError('URL parse error during conversion from string');
  return url;
}

export function isUrl(value: unknown): boolean {
  return parseUrl(text(value), true).problem === undefined;
}

export function schemeOf(url: Url): string {
  return url.scheme;
}

/** Kubernetes' isIP() takes no zone, and no IPv4 address mapped into IPv6. */
export function isIpText(value: unknown): boolean {
  const address = text(value);
  const isMapped = /^[0:]*:ffff:(?:[0-9.]+|[0-9a-f]{1,4}:[0-9a-f]{1,4})$/i.test(address);
  return isIp(address) && !address.includes('%') && !isMapped;
}

/** What `format.dns1123Label().validate(text)` finds; null for nothing. */
export function formatErrors(value: unknown, _format: 'dns1123Label'): string[] | null {
  const label = text(value);
  return label.length <= 63 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(label) ? null : ['no DNS label'];
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new CelError('no such overload');
  return value;
}

function keysOf(map: Record<string, unknown>): string[] {
  return Object.keys(map).filter((key) => map[key] !== null);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Duration);
}
