import { codePoints } from './runtime.ts';

const LONGEST = 60;

/** A value between quotes, on one line and no longer than a message bears. */
export function quoted(value: unknown): string {
  const text = String(value).replace(/\s+/g, ' ');
  const points = [...text.slice(0, 2 * LONGEST)];
  return `"${points.length > LONGEST ? `${points.slice(0, LONGEST).join('')}…` : text}"`;
}

/** How a value is named to a person. */
export function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `the text ${quoted(value)}`;
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : 'a map';
}

const TYPES: Record<string, string> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'a map',
  array: 'a list',
  null: 'null',
};

/** What a schema's type wants, in words. */
export function wantedType(types: readonly string[]): string {
  return types
    .filter((type) => type !== 'null')
    .map((type) => TYPES[type] ?? type)
    .join(' or ');
}

/** What Istio's durations and those of Gateway API have in common. */
export const DURATION = 'a duration such as 500ms, 10s or 1m30s';

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;

/** What the patterns of Istio's and Gateway API's schemas stand for. */
const PATTERNS = new Map<string, string>([
  [`^${LABEL}$`, 'a DNS label: lower-case letters, digits and inner dashes'],
  [`^${SUBDOMAIN}$`, 'a DNS name in lower case, such as shop.example.com'],
  [`^$|^${SUBDOMAIN}$`, 'an API group such as gateway.networking.k8s.io, or empty for the core group'],
  [`^(\\*\\.)?${SUBDOMAIN}$`, 'a host name in lower case, with at most a leading "*."'],
  ['^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$', 'a kind such as Service'],
  [
    `^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|${SUBDOMAIN}\\/[A-Za-z0-9]+$`,
    'a protocol such as HTTPS, or one with a domain such as example.com/mine',
  ],
  [`^${SUBDOMAIN}\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$`, 'a domain and a path, such as example.com/controller'],
  [
    `^Hostname|IPAddress|NamedAddress|${SUBDOMAIN}\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$`,
    'IPAddress, Hostname, NamedAddress, or a domain and a path such as example.com/kind',
  ],
  [
    `^(System|(${SUBDOMAIN}/([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]))$`,
    'System, or a domain and a name such as example.com/roots',
  ],
  [
    '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$',
    'a label value: letters, digits and inner dashes, dots and underscores',
  ],
  ["^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$", 'a header name: letters, digits and dashes, no spaces or colons'],
  ['^[-_A-Za-z0-9]+$', 'a header name of letters, digits, dashes and underscores'],
  ['^[!-~]+(?:[\\t ][!-~]+)*$', 'a header value: printable ASCII with single spaces inside and none around'],
  ['^([0-9]{1,5}(h|m|s|ms)){1,4}$', DURATION],
  ['(^$|^[a-f0-9]{64}$)', 'a SHA-256 checksum: 64 hexadecimal digits in lower case'],
  ["^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$", 'a URL path without spaces'],
  ['^(([^:/?#]+):)(//([^/?#]*))([^?#]*)(\\?([^#]*))?(#(.*))?', 'a URI with its scheme, such as https://example.com'],
  [
    '(^\\*$)|(^(http(s)?):\\/\\/(((\\*\\.)?([a-zA-Z0-9\\-]+\\.)*[a-zA-Z0-9-]+|\\*)(:([0-9]{1,5}))?)$)',
    '"*", or an origin such as https://shop.example.com',
  ],
  [
    '(^\\*$)|(^([a-zA-Z][a-zA-Z0-9+\\-.]+):\\/\\/([^:/?#]+)(:([0-9]{1,5}))?$)',
    '"*", or an origin such as https://shop.example.com',
  ],
]);

/** A pattern in words; the pattern itself only where nobody has named it yet. */
export function wantedPattern(pattern: string): string {
  return PATTERNS.get(pattern) ?? `text of the form ${pattern}`;
}

type Size = (limit: number) => string;

const SIZES: Readonly<Record<string, Size | undefined>> = {
  minLength: (limit) => (limit === 1 ? 'must not be empty' : `must be at least ${limit} characters long`),
  maxLength: (limit) => `must be at most ${limit} characters long`,
  minItems: (limit) => (limit === 1 ? 'must have at least one item' : `must have at least ${limit} items`),
  maxItems: (limit) => `must have at most ${limit} ${limit === 1 ? 'item' : 'items'}`,
  minEntries: (limit) => (limit === 1 ? 'must have at least one entry' : `must have at least ${limit} entries`),
  maxProperties: (limit) => `must have at most ${limit} entries`,
};

/** What a limit on a length or a count wants, and what stands there; undefined for another keyword. */
export function wantedSize(keyword: string, limit: number, value: unknown): string | undefined {
  const wanted = SIZES[keyword]?.(limit);
  if (wanted === undefined) return undefined;
  const size = typeof value === 'string' ? codePoints(value) : entriesOf(value).length;
  if (size === 0) return limit === 1 ? wanted : `${wanted}, but is empty`;
  return `${wanted}, but ${typeof value === 'string' ? `is ${size} long` : `has ${size}`}`;
}

/** Of a map, those that are not null: the others are as good as absent. */
function entriesOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : Object.values(value ?? {}).filter((entry) => entry !== null);
}

const FORMATS: Record<string, string> = {
  byte: 'base64',
  duration: DURATION,
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
};

export function wantedFormat(format: string): string {
  return FORMATS[format] ?? `of the format ${format}`;
}
