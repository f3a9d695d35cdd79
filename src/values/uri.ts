import { isIpv6 } from './ip.ts';

/** A URL as Go's net/url reads it. */
export interface Url {
  /** Lower case, '' for a relative reference. */
  scheme: string;
  host: string;
  /** As written, '' for none. */
  port: string;
  path: string;
  query: string;
}

export type UrlResult = (Url & { problem?: undefined }) | { problem: string };

/**
 * Reads a URL by the rules of Go's url.Parse, or, with `absolute`, of url.ParseRequestURI (an absolute URL or an
 * absolute path, without a fragment). The problem is a clause whose subject is the text.
 */
export function parseUrl(text: string, absolute = false): UrlResult {
  if (absolute && text === '') return { problem: 'is empty' };
  const hash = absolute ? -1 : text.indexOf('#');
  if (hash >= 0 && !isEscaped(text.slice(hash + 1))) return { problem: ESCAPE };
  const withoutFragment = hash < 0 ? text : text.slice(0, hash);
  if (/[\u0000-\u001f\u007f]/.test(withoutFragment)) return { problem: 'holds a control character' };
  if (withoutFragment === '*') return { scheme: '', host: '', port: '', path: '*', query: '' };
  if (withoutFragment.startsWith(':')) return { problem: 'starts with ":" instead of a scheme such as https' };
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(withoutFragment)?.[1] ?? '';
  const rest = scheme ? withoutFragment.slice(scheme.length + 1) : withoutFragment;
  const mark = rest.indexOf('?');
  const [before, query] = mark < 0 ? [rest, ''] : [rest.slice(0, mark), rest.slice(mark + 1)];
  return readHierarchy(scheme.toLowerCase(), before, query, absolute);
}

const ESCAPE = 'has a "%" that two hexadecimal digits do not follow';

function readHierarchy(scheme: string, rest: string, query: string, absolute: boolean): UrlResult {
  if (!rest.startsWith('/')) {
    if (scheme) return { scheme, host: '', port: '', path: '', query };
    if (absolute) return { problem: 'is no absolute URL' };
    if (rest.split('/')[0]?.includes(':')) return { problem: 'has a ":" in its first part, and no scheme before it' };
  }
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || (!absolute && !rest.startsWith('///')));
  if (!hasAuthority) return isEscaped(rest) ? { scheme, host: '', port: '', path: rest, query } : { problem: ESCAPE };
  const slash = rest.indexOf('/', 2);
  const [authority, path] = slash < 0 ? [rest.slice(2), ''] : [rest.slice(2, slash), rest.slice(slash)];
  const host = readAuthority(authority);
  if (typeof host === 'string') return { problem: host };
  return isEscaped(path) ? { scheme, ...host, path, query } : { problem: ESCAPE };
}

function readAuthority(authority: string): { host: string; port: string } | string {
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user) || !isEscaped(user)) return 'has a user name that is not valid';
  const place = authority.slice(at + 1);
  const bracketed = place.startsWith('[');
  const close = place.lastIndexOf(']');
  if (bracketed && close < 0) return 'has a "[" without "]" in its host';
  const colon = bracketed ? close + 1 : place.lastIndexOf(':');
  const [host, portText] = colon < 0 ? [place, ''] : [place.slice(0, colon), place.slice(colon)];
  if (!/^(?::[0-9]*)?$/.test(portText)) return `has the port "${portText.replace(/^:/, '')}", which is no number`;
  const problem = bracketed ? bracketProblem(host.slice(1, -1)) : hostProblem(host);
  return problem ?? { host: bracketed ? host.slice(1, -1) : host, port: portText.slice(1) };
}

function bracketProblem(inside: string): string | undefined {
  const [address = '', ...zone] = inside.split('%25');
  if (!isIpv6(address) || (inside.includes('%25') && zone.join('') === ''))
    return 'has no IPv6 address between "[" and "]"';
  return undefined;
}

/** Go takes an escape in a host only for bytes that are not ASCII, and for the percent sign. */
function hostProblem(host: string): string | undefined {
  if (!/^(?:[A-Za-z0-9\-_.~!$&'()*+,;=:\]<>"\u0080-\uffff]|%25|%[89a-fA-F][0-9a-fA-F])*$/.test(host))
    return 'has a character in its host that no host may have';
  return undefined;
}

function isEscaped(text: string): boolean {
  return !/%(?![0-9a-fA-F]{2})/.test(text);
}
