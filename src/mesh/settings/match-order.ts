import type { Field } from '../../yaml/field.ts';
import type { MapNode, YamlNode } from '../../yaml/node.ts';
import { isMisspelt } from './misspelt.ts';

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
  if (routes.length < 2) return found;
  const seen = new SeenConditions();
  let catchAll: Field | undefined;
  for (const route of routes) {
    const conditions = route.child('match');
    if (conditions.isUnknown || (conditions.isSet && !conditions.isList) || isMisspelt(conditions)) continue;
    const matches = conditions.maps();
    const isCatchAll = conditions.size === 0;
    if (catchAll) found.push({ field: route, by: catchAll });
    if (isCatchAll) catchAll ??= route;
    else if (!catchAll && matches.length > 0) {
      const isNew = matches.map((match) => match.hasUnknown || !seen.firstLike(match));
      if (!isNew.includes(true)) found.push({ field: route, by: undefined });
    }
  }
  return found;
}

/** Conditions that come after one which says the same or, for HTTP paths, more; up to the first route without any. */
export function shadowedMatches(routes: readonly Field[]): ShadowedMatch[] {
  const found: ShadowedMatch[] = [];
  const lists = routes.map((route) => route.child('match'));
  if (routes.length < 2 && lists.every(({ size }) => size < 2)) return found;
  const seen = new SeenConditions();
  const prefixes: { prefix: string; match: Field }[] = [];
  for (const list of lists) {
    if (!list.isList || list.size === 0) break;
    for (const match of list.maps()) {
      if (match.hasUnknown) continue;
      const same = seen.firstLike(match);
      if (same) {
        found.push({ field: match, by: same, how: 'same' });
        continue;
      }
      const wider = prefixes.find((one) => covers(one, match));
      const prefix = match.child('uri').textOf('prefix');
      if (wider)
        found.push({ field: match, by: wider.match, how: prefix && prefix !== wider.prefix ? 'wider' : 'path' });
      if (prefix && match.child('ignoreUriCase').boolean !== true) prefixes.push({ prefix, match });
    }
  }
  return found;
}

/** Does an earlier condition by path prefix take all that a later one matches? */
function covers({ prefix, match }: { prefix: string; match: Field }, later: Field): boolean {
  const uri = later.child('uri');
  const path = uri.textOf('prefix') ?? uri.textOf('exact');
  if (!path?.startsWith(prefix) || later.child('ignoreUriCase').boolean === true) return false;
  return match.entries().every((condition) => {
    const { name } = condition;
    if (name === 'uri' || name === 'name' || name === 'statPrefix') return true;
    const other = later.child(name);
    if (!condition.isMap) return canonical(other.node) === canonical(condition.node);
    return condition.entries().every((inner) => canonical(other.child(inner.name).node) === canonical(inner.node));
  });
}

/** Finds conditions that say the same. Few share a path, so only those are compared as a whole. */
class SeenConditions {
  /** Of each path, the first condition, and whether there are more of it. */
  readonly #byPath = new Map<string, { first: Field; isShared: boolean }>();
  readonly #byIdentity = new Map<string, Field>();

  /** The first condition that said the same; remembers this one where none did. */
  firstLike(match: Field): Field | undefined {
    const uri = match.child('uri');
    const path = uri.textOf('prefix') ?? uri.textOf('exact') ?? '';
    const known = this.#byPath.get(path);
    if (!known) {
      this.#byPath.set(path, { first: match, isShared: false });
      return undefined;
    }
    if (!known.isShared) this.#byIdentity.set(identityOf(known.first), known.first);
    known.isShared = true;
    const identity = identityOf(match);
    const same = this.#byIdentity.get(identity);
    if (!same) this.#byIdentity.set(identity, match);
    return same;
  }
}

/** What a condition matches, without its name. */
function identityOf({ node }: Field): string {
  return node?.type === 'map' ? canonicalMap(node, isZero, 'name') : '';
}

/** What Istio takes for not written. */
function isZero(node: YamlNode): boolean {
  if (node.type === 'scalar') return !node.value;
  return node.type === 'map' ? node.entries.length === 0 : node.items.length === 0;
}

function canonicalMap(map: MapNode, isLeftOut: (node: YamlNode) => boolean, nameless = ''): string {
  const texts: string[] = [];
  for (const { name, value } of map.entries)
    if (name !== nameless && !isLeftOut(value)) texts.push(`${JSON.stringify(name)}:${canonical(value)}`);
  return `{${texts.sort().join()}}`;
}

/** JSON with sorted members, those that are null left out. */
function canonical(node: YamlNode | undefined): string {
  if (node === undefined) return '';
  if (node.type === 'scalar') return JSON.stringify(node.value);
  return node.type === 'map' ? canonicalMap(node, isNull) : `[${node.items.map(canonical).join()}]`;
}

function isNull(node: YamlNode): boolean {
  return node.type === 'scalar' && node.value === null;
}
