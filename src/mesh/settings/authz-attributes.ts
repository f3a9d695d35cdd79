import type { ValueKind } from '../authorization-policy.ts';

/** An attribute that a condition can be on; with `named`, the start of keys that name something in brackets, as there. */
export interface Attribute {
  key: string;
  kind: ValueKind;
  named?: string;
  /** The first Istio minor that has it, where there are older ones without. */
  since?: string;
}

/** Source: Authorization Policy Conditions, and istio/istio pkg/config/security. */
export const ATTRIBUTES: readonly Attribute[] = [
  { key: 'request.headers', kind: 'text', named: 'request.headers[x-tenant]' },
  { key: 'source.ip', kind: 'ip' },
  { key: 'remote.ip', kind: 'ip' },
  { key: 'source.namespace', kind: 'text' },
  { key: 'source.serviceAccount', kind: 'service-account', since: '1.25' },
  { key: 'source.principal', kind: 'text' },
  { key: 'source.trustDomain', kind: 'wildcard', since: '1.30' },
  { key: 'request.auth.principal', kind: 'text' },
  { key: 'request.auth.audiences', kind: 'text' },
  { key: 'request.auth.presenter', kind: 'text' },
  { key: 'request.auth.claims', kind: 'text', named: 'request.auth.claims[iss]' },
  { key: 'destination.ip', kind: 'ip' },
  { key: 'destination.port', kind: 'port' },
  { key: 'connection.sni', kind: 'text' },
  {
    key: 'experimental.envoy.filters.',
    kind: 'text',
    named: 'experimental.envoy.filters.network.mysql_proxy[db.table]',
  },
];

const SELECT = 'Select the workloads by their labels in spec.selector';

/** Attributes of policies before security.istio.io, by how their keys start, and what took their place. */
export const REMOVED_ATTRIBUTES = [
  { start: 'destination.labels', instead: SELECT },
  { start: 'destination.namespace', instead: 'Put the policy into the namespace of the workloads' },
  { start: 'destination.name', instead: SELECT },
  { start: 'destination.user', instead: SELECT },
];

/** The attribute that a key names, whether or not what it needs in brackets is there. */
export function attributeOf(key: string): Attribute | undefined {
  return ATTRIBUTES.find((attribute) => (attribute.named ? key.startsWith(attribute.key) : key === attribute.key));
}
