// What compiled CEL rules call. A CEL error is undefined, as an operand and as an answer; null is no error, and as a member it
// is absent, for the API server prunes it. Source: the CEL language definition; Kubernetes' CEL libraries.
import { parseDuration } from '../../values/duration.ts';
import { isIp } from '../../values/ip.ts';
import { parseUrl, type Url } from '../../values/uri.ts';
import { codePoints } from '../runtime.ts';

class Duration {
  readonly milliseconds: number;
  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }
}

/** What Go's durations, in nanoseconds in 64 bits, can hold. */
const LONGEST = 9_223_372_036_854.775;

type Outcome = boolean | undefined;

/** Is it a map without the member? */
export function lacks(operand: unknown, field: string): boolean {
  return isMap(operand) && member(operand, field) === undefined;
}

export function member(operand: unknown, field: string): unknown {
  if (!isMap(operand) || !Object.hasOwn(operand, field)) return undefined;
  return operand[field] ?? undefined;
}

export function index(operand: unknown, at: unknown): unknown {
  if (Array.isArray(operand)) return typeof at === 'number' ? operand[at] : undefined;
  return at === undefined ? undefined : member(operand, String(at));
}

export function list(...items: unknown[]): unknown[] | undefined {
  return items.includes(undefined) ? undefined : items;
}

export function isIn(value: unknown, range: unknown): Outcome {
  if (value === undefined) return undefined;
  if (Array.isArray(range)) return range.includes(value) || range.some((item) => equal(item, value));
  return isMap(range) ? Object.hasOwn(range, String(value)) : undefined;
}

export function equal(one: unknown, other: unknown): Outcome {
  if (one === undefined || other === undefined) return undefined;
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
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

export function unequal(one: unknown, other: unknown): Outcome {
  const same = equal(one, other);
  return same === undefined ? undefined : !same;
}

export function less(one: unknown, other: unknown): Outcome {
  const order = compare(one, other);
  return order === undefined ? undefined : order < 0;
}

export function atMost(one: unknown, other: unknown): Outcome {
  const order = compare(one, other);
  return order === undefined ? undefined : order <= 0;
}

export function greater(one: unknown, other: unknown): Outcome {
  return less(other, one);
}

export function atLeast(one: unknown, other: unknown): Outcome {
  return atMost(other, one);
}

function compare(one: unknown, other: unknown): number | undefined {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (typeof one === 'string' && typeof other === 'string') return one < other ? -1 : Number(one > other);
  if (one instanceof Duration && other instanceof Duration) return one.milliseconds - other.milliseconds;
  return undefined;
}

export function add(one: unknown, other: unknown): unknown {
  if (typeof one === 'number' && typeof other === 'number') return one + other;
  if (typeof one === 'string' && typeof other === 'string') return one + other;
  if (Array.isArray(one) && Array.isArray(other)) return [...one, ...other];
  return undefined;
}

/** Characters of a string (code points), items of a list, members of a map that the API server keeps. */
export function size(value: unknown): number | undefined {
  if (typeof value === 'string') return codePoints(value);
  if (Array.isArray(value)) return value.length;
  return isMap(value) ? keysOf(value).length : undefined;
}

/** Does each item of a list, or key of a map, meet the condition? Not of what is neither. */
export function every(range: unknown, meets: (item: unknown) => boolean): boolean {
  return itemsOf(range)?.every(meets) ?? false;
}

export function some(range: unknown, meets: (item: unknown) => boolean): boolean {
  return itemsOf(range)?.some(meets) ?? false;
}

export function filter(range: unknown, meets: (item: unknown) => unknown): unknown[] | undefined {
  const items = itemsOf(range);
  const answers = items?.map(meets);
  if (!items || answers?.some((answer) => typeof answer !== 'boolean')) return undefined;
  return items.filter((_, at) => answers?.[at]);
}

function itemsOf(range: unknown): unknown[] | undefined {
  if (Array.isArray(range)) return range;
  return isMap(range) ? keysOf(range) : undefined;
}

export function contains(whole: unknown, part: unknown): Outcome {
  return typeof whole === 'string' && typeof part === 'string' ? whole.includes(part) : undefined;
}

export function startsWith(whole: unknown, part: unknown): Outcome {
  return typeof whole === 'string' && typeof part === 'string' ? whole.startsWith(part) : undefined;
}

export function endsWith(whole: unknown, part: unknown): Outcome {
  return typeof whole === 'string' && typeof part === 'string' ? whole.endsWith(part) : undefined;
}

export function substring(whole: unknown, from: unknown, to?: unknown): string | undefined {
  if (typeof whole !== 'string') return undefined;
  const characters = [...whole];
  const [start, end] = [Number(from), to === undefined ? characters.length : Number(to)];
  return start < 0 || end > characters.length || start > end ? undefined : characters.slice(start, end).join('');
}

export function split(whole: unknown, separator: unknown): string[] | undefined {
  if (typeof whole !== 'string' || typeof separator !== 'string') return undefined;
  return separator === '' ? [...whole] : whole.split(separator);
}

/** The pattern is one of the schema's own, so JavaScript's engine serves; a test holds that RE2 answers the same. */
export function matches(whole: unknown, pattern: RegExp): Outcome {
  return typeof whole === 'string' ? pattern.test(whole) : undefined;
}

export function toInt(value: unknown): number | undefined {
  if (typeof value === 'number') return Math.trunc(value);
  const isInt = typeof value === 'string' && /^[-+]?[0-9]+$/.test(value) && Math.abs(Number(value)) <= 2 ** 63;
  return isInt ? Number(value) : undefined;
}

export function toDuration(value: unknown): Duration | undefined {
  const milliseconds = parseDuration(value);
  return milliseconds === undefined || Math.abs(milliseconds) > LONGEST ? undefined : new Duration(milliseconds);
}

const FIXED = new Map<string, Duration | undefined>();

/** A duration that a rule spells out: read once. */
export function fixedDuration(written: string): Duration | undefined {
  if (!FIXED.has(written)) FIXED.set(written, toDuration(written));
  return FIXED.get(written);
}

export function toUrl(value: unknown): Url | undefined {
  const url = typeof value === 'string' ? parseUrl(value, true) : undefined;
  return url?.problem === undefined ? url : undefined;
}

export function isUrl(value: unknown): Outcome {
  return typeof value === 'string' ? parseUrl(value, true).problem === undefined : undefined;
}

export function schemeOf(url: Url | undefined): string | undefined {
  return url?.scheme;
}

/** Kubernetes' isIP() takes no zone, and no IPv4 address mapped into IPv6. */
export function isIpText(address: unknown): Outcome {
  if (typeof address !== 'string') return undefined;
  const isMapped = /^[0:]*:ffff:(?:[0-9.]+|[0-9a-f]{1,4}:[0-9a-f]{1,4})$/i.test(address);
  return isIp(address) && !address.includes('%') && !isMapped;
}

/** What `format.dns1123Label().validate(text)` finds; null for nothing. */
export function formatErrors(label: unknown, _format: 'dns1123Label'): string[] | null | undefined {
  if (typeof label !== 'string') return undefined;
  return label.length <= 63 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(label) ? null : ['no DNS label'];
}

function keysOf(map: Record<string, unknown>): string[] {
  return Object.keys(map).filter((key) => map[key] !== null);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Duration);
}
