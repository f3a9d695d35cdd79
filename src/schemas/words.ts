/** How a value is named to a person. */
export function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `the text "${value}"`;
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

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;

/** What the patterns of Istio's and Gateway API's schemas stand for. */
const PATTERNS = new Map<string, string>([
  [`^${LABEL}$`, 'a DNS label: lower-case letters, digits and inner dashes'],
  [`^${SUBDOMAIN}$`, 'a DNS name in lower case, such as shop.example.com'],
  [`^$|^${SUBDOMAIN}$`, 'an API group such as gateway.networking.k8s.io, or empty for the core group'],
  [`^(\\*\\.)?${SUBDOMAIN}$`, 'a host name in lower case, with at most a leading "*."'],
  ['^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$', 'a kind such as Service'],
  ["^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$", 'a header name: letters, digits and dashes, no spaces or colons'],
  ['^([0-9]{1,5}(h|m|s|ms)){1,4}$', 'a duration such as 500ms, 10s or 1m30s'],
  ['(^$|^[a-f0-9]{64}$)', 'a SHA-256 checksum: 64 hexadecimal digits in lower case'],
  ["^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$", 'a URL path without spaces'],
]);

export function wantedPattern(pattern: string): string {
  return PATTERNS.get(pattern) ?? `text of the form ${pattern}`;
}

const FORMATS: Record<string, string> = { byte: 'base64', ipv4: 'an IPv4 address', ipv6: 'an IPv6 address' };

export function wantedFormat(format: string): string {
  return FORMATS[format] ?? `of the format ${format}`;
}
