const LABEL = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
/** The first label of a host may be `*`, `*name` or `*-name`. */
const WILDCARD_LABEL = /^(?:\*|(?:\*|\*-)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;
const MAX_LABEL = 63;
const MAX_NAME = 255;

/**
 * What is wrong with a DNS label (RFC 1123; Istio lets upper case pass), as a clause whose subject is the value.
 * Undefined for a good one.
 */
export function dnsLabelProblem(label: string): string | undefined {
  if (label === '') return 'is empty';
  if (label.length > MAX_LABEL) return `has ${label.length} characters, and a DNS label holds ${MAX_LABEL} at most`;
  return LABEL.test(label) ? undefined : "is no DNS label (letters, digits and '-', a letter or digit at both ends)";
}

/** What is wrong with a fully qualified domain name, as a clause. A dot at the end is allowed. */
export function fqdnProblem(name: string): string | undefined {
  if (!name.startsWith('*') && isUsual(name)) return undefined;
  return lengthProblem(name) ?? labelsProblem(name.split('.'));
}

/** Like `fqdnProblem` for a host whose first label may be a wildcard: `*`, `*.example.com`, `*name.example.com`. */
export function wildcardHostProblem(host: string): string | undefined {
  if (isUsual(host)) return undefined;
  const tooLong = lengthProblem(host);
  if (tooLong) return tooLong;
  const [first = '', ...rest] = host.split('.');
  if (first.length > MAX_LABEL || !WILDCARD_LABEL.test(first)) return labelProblem(first);
  return rest.length > 0 ? labelsProblem(rest) : undefined;
}

/**
 * Is it a name as nearly all are: short, in lower case, with nothing wrong, no wildcard and no placeholder? False says only
 * that one has to look. Told in less time than anything else about a host.
 */
export function isPlainName(host: string): boolean {
  return host.length <= MAX_LABEL && PLAIN.test(host);
}

const PLAIN = /^(?:[a-z0-9]+[-.])*[a-z0-9]*[a-z]$/;

/** A wildcard that stands for a part of a label: `*name.example.com`, `a.*.com`. */
export function isPartialWildcard(host: string): boolean {
  return host.includes('*') && host !== '*' && !host.startsWith('*.');
}

/** Do two hosts, each of which may start with a wildcard, share a name? Source: istio/istio pkg/config/host. */
export function hostsMatch(one: string, other: string): boolean {
  const [a, b] = [one.startsWith('*'), other.startsWith('*')];
  if (a && b) return one.slice(1).endsWith(other.slice(1)) || other.slice(1).endsWith(one.slice(1));
  if (a) return other.endsWith(one.slice(1));
  return b ? one.endsWith(other.slice(1)) : one === other;
}

/** Is every name of the first host a name of the second one too? Source: istio/istio pkg/config/host. */
export function isHostWithin(host: string, outer: string): boolean {
  if (!outer.startsWith('*')) return host === outer;
  if (!host.startsWith('*')) return host.endsWith(outer.slice(1));
  return host.slice(1).endsWith(outer.slice(1));
}

/**
 * Is it what nearly every host is: at most `*.` in front, short labels of letters, digits and inner hyphens, the last one
 * with a letter in front? Told in one step, for hosts are most of what is checked.
 */
function isUsual(host: string): boolean {
  return host.length <= MAX_NAME && USUAL.test(host);
}

const USUAL =
  /^(?:\*\.)?(?:[a-zA-Z0-9](?:[-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?\.)*[a-zA-Z](?:[-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;

function lengthProblem(name: string): string | undefined {
  if (name === '') return 'is empty';
  return name.length > MAX_NAME
    ? `has ${name.length} characters, and a host name holds ${MAX_NAME} at most`
    : undefined;
}

function labelsProblem(labels: readonly string[]): string | undefined {
  const last = labels.at(-1) ?? '';
  if (/^[-+]?[0-9]+$/.test(last)) return `ends in "${last}", and a top level domain is not all digits`;
  for (const [index, label] of labels.entries()) {
    if (label === '' && index === labels.length - 1) return undefined;
    if (dnsLabelProblem(label)) return labelProblem(label);
  }
  return undefined;
}

function labelProblem(label: string): string {
  if (label === '') return 'has an empty label';
  if (label.length > MAX_LABEL) return `has a label of ${label.length} characters, and ${MAX_LABEL} is the most`;
  if (label.includes('*')) return `has a wildcard in "${label}", where only the start of a host may have one`;
  return `has the label "${label}"; labels hold letters, digits and '-', with a letter or digit at both ends`;
}
