import { isCidr, isIp } from './ip.ts';

// Each function says what is wrong with a value of an AuthorizationPolicy, as a clause whose subject is the value.
// Source: istio/istio pkg/config/security.

/** An address, or a range where there is a "/"; a zone as in fe80::1%eth0 is read too. */
export function ipBlockProblem(text: string): string | undefined {
  if (text.includes('/')) return isCidr(text) ? undefined : 'is no CIDR range such as 10.0.0.0/8';
  return isIp(text) ? undefined : 'is no IP address';
}

/** A number from 0 to 65535, in digits alone. */
export function portTextProblem(text: string): string | undefined {
  if (!/^[0-9]+$/.test(text)) return 'is no number';
  return Number(text) <= 65535 ? undefined : 'is above 65535';
}

const MOST_BYTES = 320;

/** A service account by its name, or by namespace and name. */
export function serviceAccountProblem(text: string): string | undefined {
  if (text.includes('*')) return 'has a wildcard, and each service account has to be named';
  const parts = text.split('/');
  if (parts.length > 2) return 'has more than one "/"';
  if (new TextEncoder().encode(text).length > MOST_BYTES) return `is longer than ${MOST_BYTES} bytes`;
  if (parts.length === 2 && parts[0] === '') return 'has no namespace before the "/"';
  return parts.length === 2 && parts[1] === '' ? 'has no name after the "/"' : undefined;
}

/** A text with at most one "*", at its start or end. */
export function wildcardProblem(text: string): string | undefined {
  const first = text.indexOf('*');
  if (first < 0) return undefined;
  if (first !== text.lastIndexOf('*')) return 'has more than one "*"';
  return first === 0 || first === text.length - 1 ? undefined : 'has a "*" in its middle';
}

/** A trust domain, which is the part of an identity before its first "/". */
export function trustDomainMatchProblem(text: string): string | undefined {
  return wildcardProblem(text) ?? (text.includes('/') ? 'has a "/", which no trust domain has' : undefined);
}

/** What a segment may hold beside templates: the characters of RFC 3986's pchar. */
const LITERAL = /^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/;

/** A path with "{*}" for one segment, or "{**}" for any number of them; without templates, any text free of braces. */
export function pathTemplateProblem(path: string): string | undefined {
  if (!path.includes('{') && !path.includes('}')) return undefined;
  const isTemplate = path.includes('{*}') || path.includes('{**}');
  let seenAny = false;
  for (const segment of path.replace(/^\/+|\/+$/g, '').split('/')) {
    if (segment === '{*}' || segment === '{**}') {
      if (seenAny) return `has "${segment}" after "{**}", which has to be the last template`;
      seenAny = segment === '{**}';
    } else if (/[{}]/.test(segment)) {
      return `has the segment "${segment}", and braces stand only in "{*}" and "{**}", which are a segment each`;
    } else if (isTemplate && !LITERAL.test(segment)) {
      return segment === ''
        ? 'has an empty segment beside a template'
        : `has the segment "${segment}", and beside a template only plain characters are allowed, no "*"`;
    }
  }
  return undefined;
}
