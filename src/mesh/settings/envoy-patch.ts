import type { Field } from '../../yaml/field.ts';
import { isMisspelt } from './misspelt.ts';

/** What each problem of a patch is called to a person, whatever Envoy would make of its value. */
export const ENVOY_PATCH_MESSAGES = {
  'no-apply-to': {
    text: 'The patch does not say what to apply it to (applyTo), so Istio rejects it.',
    help: 'Write applyTo, as in HTTP_FILTER.',
  },
  'no-patch': {
    text: 'There is no patch for {{target}}, so Istio rejects it.',
    help: 'Write patch with an operation.',
  },
  'no-operation': { text: 'The patch has no operation, so Istio rejects it.', help: 'Write operation, as in MERGE.' },
  'no-value': {
    text: 'The patch has no value, which {{operation}} needs, so Istio rejects it.',
    help: 'Write value; only REMOVE needs none.',
  },
  'other-match': {
    text: 'The match looks at a {{found}}, and {{target}} stands in a {{wanted}}, so Istio rejects it.',
    help: 'Write match.{{wanted}}.',
  },
  'filter-name': { text: 'The filter match has no name, so Istio rejects it.', help: 'Write the name of the filter.' },
  'sub-filter-target': {
    text: 'subFilter is for applyTo HTTP_FILTER, and this is {{target}}, so Istio rejects it.',
    help: 'Delete subFilter.',
  },
  'sub-filter-manager': {
    text: 'subFilter is for filters of the HTTP connection manager, and the match names "{{name}}", so Istio rejects it.',
    help: 'Write the filter name envoy.filters.network.http_connection_manager.',
  },
  'filter-no-effect': {
    text: 'A filter match has no effect on {{target}}.',
    help: 'Delete filter, or write applyTo NETWORK_FILTER or HTTP_FILTER.',
  },
  'deprecated-name': { text: 'The filter name "{{name}}" is deprecated.', help: 'Write {{wanted}}.' },
};

export interface EnvoyPatchProblem {
  field: Field;
  id: keyof typeof ENVOY_PATCH_MESSAGES;
  data: Record<string, string>;
  at: 'key' | 'value';
  isWarning?: true;
}

const LISTENER = ['LISTENER', 'FILTER_CHAIN', 'NETWORK_FILTER', 'HTTP_FILTER'];
const ROUTE = ['ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE'];

/** What Istio refuses or warns about in one of an EnvoyFilter's configPatches. Source: its reference, EnvoyConfigObjectPatch. */
export function* envoyPatchProblems(entry: Field): Generator<EnvoyPatchProblem> {
  if (!entry.isMap) return;
  const [applyTo, match, patch] = [entry.child('applyTo'), entry.child('match'), entry.child('patch')];
  if (match.textOf('context') === 'WAYPOINT') return;
  const target = applyTo.string ?? '';
  const operation = patch.child('operation').string;
  const missing = missingIn(applyTo, patch, operation);
  if (missing) yield missing;
  else if (!applyTo.isUnknown && target !== 'INVALID') yield* matchProblems(target, match);
}

/** The first part that a patch lacks; Istio looks no further. */
function missingIn(applyTo: Field, patch: Field, operation: string | undefined): EnvoyPatchProblem | undefined {
  const lacks = (field: Field) => !field.isSet && !isMisspelt(field, ['applyTo', 'match', 'patch']);
  const at = 'key';
  if (lacks(applyTo) || applyTo.string === 'INVALID') return { field: applyTo, id: 'no-apply-to', data: {}, at };
  if (lacks(patch)) return { field: patch, id: 'no-patch', data: { target: applyTo.string ?? '' }, at };
  const field = patch.child('operation');
  if (patch.isMap && (lacks(field) || operation === 'INVALID')) return { field, id: 'no-operation', data: {}, at };
  const value = patch.child('value');
  if (patch.isMap && operation !== undefined && operation !== 'REMOVE' && lacks(value))
    return { field: value, id: 'no-value', data: { operation }, at };
  return undefined;
}

function* matchProblems(target: string, match: Field): Generator<EnvoyPatchProblem> {
  const wanted = LISTENER.includes(target)
    ? 'listener'
    : ROUTE.includes(target)
      ? 'routeConfiguration'
      : target === 'CLUSTER'
        ? 'cluster'
        : undefined;
  const objects = ['listener', 'routeConfiguration', 'cluster', 'waypoint'].filter((name) => match.has(name));
  const [found] = objects;
  if (wanted && found && !objects.includes(wanted)) {
    yield { field: match.child(found), id: 'other-match', data: { found, target, wanted }, at: 'key' };
    return;
  }
  const filter = match.child('listener').child('filterChain').child('filter');
  if (wanted === 'listener' && filter.isMap) yield* filterProblems(target, filter);
}

const MANAGER = ['envoy.filters.network.http_connection_manager', 'envoy.http_connection_manager'];

function* filterProblems(target: string, filter: Field): Generator<EnvoyPatchProblem> {
  if (target === 'LISTENER' || target === 'FILTER_CHAIN')
    yield { field: filter, id: 'filter-no-effect', data: { target }, at: 'key', isWarning: true };
  const [name, sub] = [filter.child('name'), filter.child('subFilter')];
  if (name.isUnknown) return;
  if (!name.isSet ? !isMisspelt(name) : name.string === '')
    yield { field: name, id: 'filter-name', data: {}, at: name.isSet ? 'value' : 'key' };
  else if (sub.isSet && target !== 'HTTP_FILTER')
    yield { field: sub, id: 'sub-filter-target', data: { target }, at: 'key' };
  else if (sub.isSet && !MANAGER.includes(name.string ?? ''))
    yield { field: name, id: 'sub-filter-manager', data: { name: name.string ?? '' }, at: 'value' };
  else if (sub.isMap && (sub.child('name').isSet ? sub.child('name').string === '' : !isMisspelt(sub.child('name'))))
    yield { field: sub.child('name'), id: 'filter-name', data: {}, at: 'key' };
  else
    for (const field of [name, sub.child('name')]) {
      const wanted = Object.hasOwn(RENAMED, field.string ?? '') ? RENAMED[field.string ?? ''] : undefined;
      if (wanted)
        yield {
          field,
          id: 'deprecated-name',
          data: { name: field.string ?? '', wanted },
          at: 'value',
          isWarning: true,
        };
    }
}

/** Names of filters before Envoy 1.14, and what they are called since. */
export const RENAMED: Readonly<Record<string, string>> = {
  'envoy.buffer': 'envoy.filters.http.buffer',
  'envoy.cors': 'envoy.filters.http.cors',
  'envoy.csrf': 'envoy.filters.http.csrf',
  'envoy.http_dynamo_filter': 'envoy.filters.http.dynamo',
  'envoy.ext_authz': 'envoy.filters.http.ext_authz',
  'envoy.fault': 'envoy.filters.http.fault',
  'envoy.grpc_http1_bridge': 'envoy.filters.http.grpc_http1_bridge',
  'envoy.grpc_json_transcoder': 'envoy.filters.http.grpc_json_transcoder',
  'envoy.grpc_web': 'envoy.filters.http.grpc_web',
  'envoy.gzip': 'envoy.filters.http.gzip',
  'envoy.health_check': 'envoy.filters.http.health_check',
  'envoy.ip_tagging': 'envoy.filters.http.ip_tagging',
  'envoy.lua': 'envoy.filters.http.lua',
  'envoy.rate_limit': 'envoy.filters.http.ratelimit',
  'envoy.router': 'envoy.filters.http.router',
  'envoy.squash': 'envoy.filters.http.squash',
  'envoy.listener.http_inspector': 'envoy.filters.listener.http_inspector',
  'envoy.listener.original_dst': 'envoy.filters.listener.original_dst',
  'envoy.listener.original_src': 'envoy.filters.listener.original_src',
  'envoy.listener.proxy_protocol': 'envoy.filters.listener.proxy_protocol',
  'envoy.listener.tls_inspector': 'envoy.filters.listener.tls_inspector',
  'envoy.client_ssl_auth': 'envoy.filters.network.client_ssl_auth',
  'envoy.http_connection_manager': 'envoy.filters.network.http_connection_manager',
  'envoy.mongo_proxy': 'envoy.filters.network.mongo_proxy',
  'envoy.ratelimit': 'envoy.filters.network.ratelimit',
  'envoy.redis_proxy': 'envoy.filters.network.redis_proxy',
  'envoy.tcp_proxy': 'envoy.filters.network.tcp_proxy',
};
