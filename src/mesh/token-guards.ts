import { isJwtClaim } from '../values/jwt-claim.ts';
import type { Field } from '../yaml/field.ts';
import type { YamlNode } from '../yaml/node.ts';
import type { Resource } from '../yaml/resource.ts';
import { actionOf, isEmptyList, rulesOf, sourcesOf } from './authorization-policy.ts';
import { groupBy } from './group-by.ts';
import { isProxyOnly } from './membership.ts';
import type { Mesh } from './mesh.ts';
import { isPatched } from './patches.ts';
import { mayOverlap, referencesOf } from './policy-targets.ts';
import { selectedWorkloads, selectorOf, workloadsIn } from './selected-workloads.ts';
import { matchesOf, routesOf } from './settings/virtual-service-routes.ts';
import { virtualServices } from './virtual-services.ts';

/**
 * May something turn away requests without a token that a RequestAuthentication verifies: an AuthorizationPolicy or a filter
 * for some of the same pods, one for a gateway before them, or, behind a gateway, routes by claims and what guards its
 * destinations?
 */
export function isGuarded(mesh: Mesh, authentication: Resource): boolean {
  const guards = mesh.ask(findCandidates);
  const home = mesh.namespaceOf(authentication);
  const near =
    !home || home === mesh.rootNamespace
      ? [...guards.values()].flat()
      : [home, mesh.rootNamespace, ''].flatMap((each) => guards.get(each) ?? []);
  if (near.some((policy) => mayOverlap(mesh, authentication, policy) && isGuard(policy))) return true;
  if (mesh.ask(guardsGateways)) return true;
  return isForGateway(mesh, authentication) && (mesh.ask(hasGuards) || mesh.ask(routesByClaims));
}

/** What turns away requests without a token, or may, by namespace; of EnvoyFilters all, for to look into them takes long. */
function findCandidates(mesh: Mesh): Map<string, Resource[]> {
  const patches = mesh.kustomizations.isEmpty ? [] : mesh.resources.filter(({ isPatch }) => isPatch);
  const guards = [...GUARDS.flatMap((kind) => mesh.ofKind(kind)), ...patches].filter((resource) => {
    if (resource.groupKind === 'security.istio.io/AuthorizationPolicy') return mayAskForToken(mesh, resource);
    const { kind, spec } = resource;
    if (kind === 'EnvoyFilter') return true;
    return FILTERS.has(kind) && ['AUTHN', 'AUTHZ'].includes(spec.textOf('phase') ?? '');
  });
  return groupBy(guards, (resource) => mesh.namespaceOf(resource));
}

function isGuard(candidate: Resource): boolean {
  return candidate.kind !== 'EnvoyFilter' || candidate.ask(isAuthorizer);
}

const isAuthorizer = ({ spec }: Resource) => spec.node !== undefined && holdsAuthorizer(spec.node);

/** Envoy's filters that let requests through or not, by their names. */
const AUTHORIZERS = /ext_authz|jwt_authn|oauth2|basic_auth|api_key_auth/;

function holdsAuthorizer(node: YamlNode): boolean {
  if (node.type === 'scalar') return typeof node.value === 'string' && AUTHORIZERS.test(node.value);
  if (node.type === 'sequence') return node.items.some(holdsAuthorizer);
  return node.entries.some(({ name, value }) => AUTHORIZERS.test(name) || holdsAuthorizer(value));
}

const FILTERS = new Set(['WasmPlugin', 'TrafficExtension']);

const GUARDS = ['AuthorizationPolicy', 'EnvoyFilter', ...FILTERS];

/** What a CUSTOM policy's provider looks at, nobody knows. A DENY rule turns requests without a token away by a negation. */
function mayAskForToken(mesh: Mesh, policy: Resource): boolean {
  const action = actionOf(policy) ?? (policy.isPatch ? 'ALLOW' : undefined);
  const rules = policy.spec.child('rules');
  if (action === undefined || action === 'CUSTOM' || isPatched(mesh, policy, 'rules')) return true;
  if (action === 'AUDIT') return false;
  // Most policies name no member that could ask for one.
  if (!policy.document.fieldNames.some((name) => ASKING.has(name)))
    return rules.isUnknown || rulesOf(policy).some(({ isUnknown }) => isUnknown);
  const isAsked = (owner: Field, name: string, negation: string) =>
    (action === 'ALLOW' && !isEmptyList(owner.child(name))) || !isEmptyList(owner.child(negation));
  return (
    rules.isUnknown ||
    rulesOf(policy).some(
      (rule) =>
        rule.isUnknown ||
        sourcesOf(rule).some((source) => isAsked(source, 'requestPrincipals', 'notRequestPrincipals')) ||
        rule
          .child('when')
          .items()
          .some((condition) => isAboutToken(mesh, condition.child('key')) && isAsked(condition, 'values', 'notValues')),
    )
  );
}

const ASKING = new Set(['requestPrincipals', 'notRequestPrincipals', 'when']);

function isAboutToken(mesh: Mesh, key: Field): boolean {
  const name = key.string?.toLowerCase();
  if (name === undefined) return key.isUnknown;
  const [, header] = /^request\.headers\[(.*)\]$/.exec(name) ?? [];
  return name.startsWith('request.auth.') || (header !== undefined && mesh.ask(tokenHeaders).has(header));
}

/** The headers that tokens come in, and those that their contents are written to. */
function tokenHeaders(mesh: Mesh): Set<string> {
  const rules = mesh
    .ofKind('RequestAuthentication', 'security.istio.io')
    .flatMap(({ spec }) => [...spec.child('jwtRules').maps()]);
  const names = rules.flatMap((rule) => [
    ...rule
      .child('fromHeaders')
      .items()
      .map((header) => header.child('name')),
    ...rule
      .child('outputClaimToHeaders')
      .items()
      .map((output) => output.child('header')),
    rule.child('outputPayloadToHeader'),
  ]);
  return new Set(['authorization', ...names.flatMap(({ string }) => string?.toLowerCase() ?? [])]);
}

function guardsGateways(mesh: Mesh): boolean {
  return [...mesh.ask(findCandidates).values()].flat().some((each) => isForGateway(mesh, each) && isGuard(each));
}

function hasGuards(mesh: Mesh): boolean {
  return [...mesh.ask(findCandidates).values()].flat().some(isGuard);
}

/** Is a policy for a gateway, by what it is attached to, its pods, or the name that a selector asks for? */
function isForGateway(mesh: Mesh, policy: Resource): boolean {
  const targets = referencesOf(policy);
  if (targets.length > 0) return targets.some((target) => target.textOf('kind')?.startsWith('Gateway'));
  const selector = selectorOf(policy);
  if (selector.keys().length === 0) return workloadsIn(mesh, mesh.namespaceOf(policy)).some(isProxyOnly);
  return (
    selector.entries().some(({ value }) => /gateway|ingress/i.test(String(value))) ||
    selectedWorkloads(mesh, policy).some(isProxyOnly)
  );
}

function routesByClaims(mesh: Mesh): boolean {
  return virtualServices(mesh).some((service) =>
    routesOf(service, 'http')
      .flatMap(matchesOf)
      .some((match) => ['headers', 'withoutHeaders'].some((name) => match.child(name).keys().some(isJwtClaim))),
  );
}
