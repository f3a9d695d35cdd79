import type { Field } from '../../yaml/field.ts';
import { isMisspelt } from './misspelt.ts';
import { matchesOf } from './virtual-service-routes.ts';

/** A match condition that an earlier one of the same VirtualService leaves nothing to. */
export interface ShadowedMatch {
  field: Field;
  /** The earlier condition. */
  by: Field;
  /** Does the earlier one say the same, a part of the same path, or the same path with fewer other conditions? */
  how: 'same' | 'wider' | 'path';
}

/** A route that no request reaches. */
export interface UnreachableRoute {
  field: Field;
  /** The route without conditions before it; undefined where earlier conditions take all that it matches. */
  by: Field | undefined;
}

/**
 * Routes are tried in order and the first that matches gets the request. `routes` are the routes of one protocol.
 * Source: https://istio.io/latest/docs/concepts/traffic-management/#routing-rule-precedence
 */
export function unreachableRoutes(routes: readonly Field[]): UnreachableRoute[] {
  const found: UnreachableRoute[] = [];
  const seen = new Set<string>();
  let catchAll: Field | undefined;
  for (const route of routes) {
    const conditions = route.child('match');
    if (conditions.isUnknown || (conditions.isSet && !conditions.isList) || isMisspelt(conditions)) continue;
    const matches = matchesOf(route);
    const isCatchAll = conditions.items().length === 0;
    if (catchAll) found.push({ field: route, by: catchAll });
    if (isCatchAll) catchAll ??= route;
    else if (!catchAll && matches.length > 0) {
      const isNew = matches.map((match) => !seen.has(identityOf(match)));
      for (const match of matches) if (!match.hasUnknown) seen.add(identityOf(match));
      if (!isNew.some(Boolean)) found.push({ field: route, by: undefined });
    }
  }
  return found;
}

/** Conditions that come after one which says the same or, for HTTP paths, more; up to the first route without any. */
export function shadowedMatches(routes: readonly Field[]): ShadowedMatch[] {
  const found: ShadowedMatch[] = [];
  const seen = new Map<string, Field>();
  const prefixes: { prefix: string; match: Field }[] = [];
  for (const route of routes) {
    if (route.child('match').items().length === 0) break;
    for (const match of matchesOf(route)) {
      if (match.hasUnknown) continue;
      const identity = identityOf(match);
      const same = seen.get(identity);
      if (same) {
        found.push({ field: match, by: same, how: 'same' });
        continue;
      }
      const wider = prefixes.find((one) => covers(one, match));
      const longer = match.get('uri', 'prefix').string;
      if (wider)
        found.push({ field: match, by: wider.match, how: longer && longer !== wider.prefix ? 'wider' : 'path' });
      seen.set(identity, match);
      const prefix = match.get('uri', 'prefix').string;
      if (prefix && match.child('ignoreUriCase').boolean !== true) prefixes.push({ prefix, match });
    }
  }
  return found;
}

/** Does an earlier condition by path prefix take all that a later one matches? */
function covers({ prefix, match }: { prefix: string; match: Field }, later: Field): boolean {
  const path = later.get('uri', 'prefix').string ?? later.get('uri', 'exact').string;
  if (!path?.startsWith(prefix) || later.child('ignoreUriCase').boolean === true) return false;
  return match.entries().every(({ name, value }) => {
    if (name === 'uri' || name === 'name' || name === 'statPrefix') return true;
    const other = later.child(name);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return canonical(other.value) === canonical(value);
    return Object.entries(value).every(
      ([key, condition]) => canonical(other.child(key).value) === canonical(condition),
    );
  });
}

/** What a condition matches, without its name. */
function identityOf(match: Field): string {
  const conditions = match.entries().filter(({ name, value }) => name !== 'name' && !isZero(value));
  return canonical(Object.fromEntries(conditions.map(({ name, value }) => [name, value])));
}

/** What Istio takes for not written. */
function isZero(value: unknown): boolean {
  return !value || (typeof value === 'object' && Object.keys(value).length === 0);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const members = Object.entries(inner).filter(([, member]) => member !== null);
    return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
