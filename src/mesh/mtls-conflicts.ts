import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { hasAmbientMode } from './ambient-mode.ts';
import { isCaptured } from './capture.ts';
import { declinedBy } from './declined.ts';
import { ruleHost, subsetsOf } from './destination-rules.ts';
import { type ClientTls, clientTlsAt } from './destination-tls.ts';
import { type EffectiveMtls, effectiveMtls } from './effective-mtls.ts';
import { targetPort } from './exposure.ts';
import { INJECTION_LABEL, ownChoice } from './injection.ts';
import { doMeet } from './meeting.ts';
import { isProxyOnly, membershipIn } from './membership.ts';
import type { Mesh } from './mesh.ts';
import { servicesFollowing } from './rule-lookup.ts';
import { selects } from './selection.ts';
import { type Backends, backendsOf } from './service-backends.ts';
import { isSubsetRouted } from './subset-routes.ts';
import { trafficPoliciesOf } from './traffic-policy.ts';
import type { Workload } from './workloads.ts';

export type Decided = NonNullable<EffectiveMtls['decided']>;

/** Clients that come to workloads in a way that these do not take. */
export type MtlsConflict = { client: ClientTls; service: Resource; port: number; workload: Workload } & (
  | { how: 'strict' | 'plaintext'; decided: Decided }
  /** None of the workloads has a proxy; `reason` keeps the first one out. */
  | { how: 'no-proxy'; reason: Field }
);

/**
 * The TLS settings of a DestinationRule against the modes of the workloads that its clients reach, port by port: each
 * settings block once, with the first port and workload that it goes wrong for. `meeting` says which policies it meets.
 */
export function mtlsConflicts(mesh: Mesh, rule: Resource, meeting: string): MtlsConflict[] {
  const found = new Map<string, MtlsConflict>();
  if (!rule.document.fieldNames.includes('tls')) return [];
  if (!trafficPoliciesOf(rule).some((policy) => policy.has('tls'))) return [];
  for (const service of servicesFollowing(mesh, rule)) {
    const backends = backendsOf(mesh, service);
    if (backends.workloads.length === 0) continue;
    for (const port of service.spec.child('ports').items())
      for (const subset of [undefined, ...routedSubsets(mesh, rule)]) {
        const conflict = conflictAt(mesh, { rule, meeting, service, backends, port, subset });
        const key = conflict && `${conflict.client.tls.pointer} ${conflict.how}`;
        if (key && !found.has(key)) found.set(key, conflict);
      }
  }
  return [...found.values()];
}

interface Meeting {
  rule: Resource;
  meeting: string;
  service: Resource;
  backends: Backends;
  port: Field;
  subset: Field | undefined;
}

function conflictAt(mesh: Mesh, way: Meeting): MtlsConflict | undefined {
  const { rule, meeting, service, port: field, subset } = way;
  const port = field.child('port').number;
  const client = port === undefined || !isTcp(field) ? undefined : clientTlsAt(rule, port, subset);
  if (port === undefined || !client || client === 'automatic' || hasMeshCertificate(client)) return undefined;
  const backends = subset ? chosen(way.backends, subset.child('labels')) : way.backends;
  const refusing = client.mode === 'ISTIO_MUTUAL' ? 'DISABLE' : 'STRICT';
  const how = refusing === 'STRICT' ? 'strict' : 'plaintext';
  for (const workload of backends.workloads) {
    const decided = decidedAt(mesh, workload, field, refusing);
    if (decided && doMeet(mesh, rule, decided.policy, meeting))
      return { how, client, service, port, workload, decided };
  }
  const reason = client.mode === 'ISTIO_MUTUAL' ? keptOut(mesh, way, backends) : undefined;
  const [workload] = backends.workloads;
  return reason && workload && { how: 'no-proxy', client, service, port, workload, reason };
}

/** What keeps the first pods out of the mesh, where all are kept out for sure that the rule is applied together with. */
function keptOut(mesh: Mesh, { rule, meeting }: Meeting, { workloads, areAll }: Backends): Field | undefined {
  const reasons = workloads.map((each) => doMeet(mesh, rule, each.resource, meeting) && reasonOf(mesh, each));
  return areAll && reasons.every(Boolean) ? reasons[0] || undefined : undefined;
}

/** Is the certificate a file that Istio writes for the pods, as the name of its folder says? */
function hasMeshCertificate({ mode, tls }: ClientTls): boolean {
  const file = tls.child('clientCertificate');
  return mode === 'MUTUAL' && (file.isUnknown || /istio|^\/etc\/certs\//.test(file.string ?? ''));
}

/** Is it a port of TCP, as all are that a proxy takes? */
export function isTcp(port: Field): boolean {
  return ['TCP', undefined].includes(port.textOf('protocol')) && !port.child('protocol').isUnknown;
}

/** Who makes the sidecar of a workload take nothing but one mode at what a Service's port leads to; undefined if nobody does. */
export function decidedAt(
  mesh: Mesh,
  workload: Workload,
  port: Field,
  mode: 'STRICT' | 'DISABLE',
): Decided | undefined {
  const target = Number(targetPort(port, workload));
  if (!target || hasAmbientMode(mesh) || isProxyOnly(workload) || !isCaptured(mesh, workload, target)) return undefined;
  const { mode: own, decided } = effectiveMtls(mesh, workload, target) ?? {};
  if (own !== mode || !decided || (mode === 'DISABLE' && mayTerminate(mesh, workload))) return undefined;
  const membership = membershipIn(mesh, workload);
  const isMeant = membership === 'unknown' && decided.scope !== 'mesh' && isNamespaceElsewhere(mesh, workload);
  return membership === 'sidecar' || isMeant ? decided : undefined;
}

/**
 * Does nothing here say whether the pods take part in the mesh? Then a policy of their own namespace tells that they are
 * meant to.
 */
function isNamespaceElsewhere(mesh: Mesh, workload: Workload): boolean {
  const { manifests = [] } = mesh.namespaces().get(workload.namespace) ?? {};
  return manifests.length === 0 && ownChoice(workload) === undefined;
}

/** May the pods take TLS by themselves: by a listener of a Sidecar, or with the certificates that the proxy writes for them? */
function mayTerminate(mesh: Mesh, { namespace, annotations }: Workload): boolean {
  const config = annotations.textOf('proxy.istio.io/config') ?? '';
  return (
    config.includes('OUTPUT_CERTS') ||
    mesh
      .ofKind('Sidecar', 'networking.istio.io')
      .some((sidecar) => sidecar.spec.has('ingress') && mesh.namespaceOf(sidecar) === namespace)
  );
}

/** What keeps pods out of the mesh for sure: their own choice, or the label that keeps their namespace out. */
function reasonOf(mesh: Mesh, workload: Workload): Field | undefined {
  if (membershipIn(mesh, workload) !== 'none') return undefined;
  const [manifest] = mesh.namespaces().get(workload.namespace)?.manifests ?? [];
  const label = manifest?.labels.child(INJECTION_LABEL);
  return declinedBy(workload) ?? (label?.string === 'disabled' ? label : undefined);
}

/** The subsets that some route names: the settings of the others take no effect. */
function routedSubsets(mesh: Mesh, rule: Resource): Field[] {
  const host = ruleHost(mesh, rule) ?? '';
  const subsets = subsetsOf(rule) ?? [];
  return subsets.flatMap(({ name, subset }) => (isSubsetRouted(mesh, host, name) ? [subset] : []));
}

function chosen({ workloads, areAll }: Backends, labels: Field): Backends {
  const own = workloads.filter((workload) => selects(labels, workload.labels));
  return { workloads: own, areAll: areAll && !labels.hasUnknown };
}
