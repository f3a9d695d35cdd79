import { isJwtClaim } from '../../values/jwt-claim.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';
import { lacks } from './misspelt.ts';

export type RouteKind = 'http' | 'tls' | 'tcp';

/** The routes of a VirtualService that are maps, of the kinds given, in their order. */
export function routesOf(service: Resource, kind: RouteKind, ...more: RouteKind[]): readonly Field[] {
  const routes = service.ask(readRoutes);
  return more.length === 0 ? routes[kind] : routes[kind].concat(...more.map((each) => routes[each]));
}

function readRoutes({ spec }: Resource): Readonly<Record<RouteKind, readonly Field[]>> {
  return { http: spec.child('http').maps(), tls: spec.child('tls').maps(), tcp: spec.child('tcp').maps() };
}

/** The match conditions of a route that are maps. */
export function matchesOf(route: Field): readonly Field[] {
  return route.child('match').maps();
}

/** The match conditions of all HTTP routes. */
export function httpMatchesOf(service: Resource): readonly Field[] {
  return service.ask(findHttpMatches);
}

function findHttpMatches(service: Resource): Field[] {
  return routesOf(service, 'http').flatMap(matchesOf);
}

/** The headers in match conditions that stand for claims of a token. */
export function jwtClaimsOf(service: Resource): readonly Field[] {
  return service.ask(findJwtClaims);
}

function findJwtClaims(service: Resource): Field[] {
  const claims: Field[] = [];
  for (const match of httpMatchesOf(service))
    for (const name of ['headers', 'withoutHeaders'])
      if (match.has(name))
        for (const header of match.child(name).entries()) if (isJwtClaim(header.name)) claims.push(header);
  return claims;
}

/** Without hosts a VirtualService is a part of another one, which delegates to it. */
export function isDelegate(service: Resource): boolean {
  return !service.isPatch && lacks(service.spec, 'hosts');
}

/** Does it hold for the sidecars of the mesh: no gateways, or `mesh` among them? Undefined where a name is not known. */
export function isMeshBound(service: Resource): boolean | undefined {
  const gateways = service.spec.child('gateways');
  if (!gateways.isList || gateways.size === 0) return service.isPatch ? undefined : true;
  if (namesMesh(service)) return true;
  return gateways.items().some(({ isUnknown }) => isUnknown) ? undefined : false;
}

/** The weighted destinations of all routes. */
export function destinationListsOf(service: Resource): readonly Field[] {
  return service.ask(findLists);
}

function findLists(service: Resource): Field[] {
  return routesOf(service, 'http', 'tls', 'tcp').map((route) => route.child('route'));
}

/** Every destination that a VirtualService names: of routes and of mirrors. */
export function destinationsOf(service: Resource): readonly Field[] {
  return service.ask(findDestinations);
}

function findDestinations(service: Resource): Field[] {
  const found: Field[] = [];
  const add = (destination: Field) => {
    if (destination.isMap) found.push(destination);
  };
  for (const list of destinationListsOf(service)) for (const item of list.items()) add(item.child('destination'));
  for (const route of routesOf(service, 'http')) {
    add(route.child('mirror'));
    for (const item of route.child('mirrors').items()) add(item.child('destination'));
  }
  return found;
}

export interface GatewayName {
  field: Field;
  gateway: string;
  /** Undefined for the VirtualService's own list. */
  route: RouteKind | undefined;
  /** Does admission look at it? Of each list it reads the names up to the first one without a namespace. */
  isRead: boolean;
}

/** The names of gateways that are known, in the VirtualService's own list and in those of match conditions. */
export function gatewayNamesOf(service: Resource): readonly GatewayName[] {
  return service.ask(findGatewayNames);
}

function findGatewayNames(service: Resource): GatewayName[] {
  const ofMatches = (['http', 'tls', 'tcp'] as const).flatMap((route) =>
    routesOf(service, route)
      .flatMap(matchesOf)
      .flatMap((match) => namesIn(match, route)),
  );
  return [...namesIn(service.spec, undefined), ...ofMatches];
}

function namesIn(owner: Field, route: RouteKind | undefined): GatewayName[] {
  const names: GatewayName[] = [];
  let isRead = true;
  for (const field of owner.child('gateways').items()) {
    const gateway = field.string;
    if (gateway !== undefined) names.push({ field, gateway, route, isRead });
    isRead &&= gateway?.includes('/') ?? false;
  }
  return names;
}

/** Does it name the gateway `mesh`, which stands for all sidecars? */
export function namesMesh(service: Resource): boolean {
  return service.spec.child('gateways').texts().includes('mesh');
}

/** Is it the SNI of traffic passed through between clusters, as in outbound_.80_._.reviews.shop.svc.cluster.local? */
export function isGeneratedSni(host: string): boolean {
  return /^outbound_[^_]*[0-9][^_]*_[^_]*_[^_]*[a-zA-Z]/.test(host);
}
