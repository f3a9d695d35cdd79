import { matchesLabels } from '../values/selector.ts';
import type { Field } from '../yaml/field.ts';
import type { Mesh } from './mesh.ts';
import { modeOf, peerAuthentications } from './peer-authentication.ts';
import { containersOf, type Workload } from './workloads.ts';

/** A Service that brings traffic to some ports of a workload, and a policy that is meant to hold for it. */
export interface Exposure extends Record<string, string> {
  ports: string;
  service: string;
  policy: string;
}

/** Finds a Service of the workload's namespace that exposes one of the ports, where a policy of that namespace wants a say. */
export function findExposure(mesh: Mesh, workload: Workload, ports: readonly string[]): Exposure | undefined {
  const { namespace } = workload;
  const policy =
    mesh.ofKind('AuthorizationPolicy').find((candidate) => mesh.namespaceOf(candidate) === namespace) ??
    peerAuthentications(mesh).find(
      (candidate) => mesh.namespaceOf(candidate) === namespace && modeOf(candidate) === 'STRICT',
    );
  if (!policy) return undefined;
  const labels = recordOf(workload.labels);
  for (const service of mesh.ofKind('Service', '')) {
    const selector = recordOf(service.spec.child('selector'));
    if (
      mesh.namespaceOf(service) !== namespace ||
      Object.keys(selector).length === 0 ||
      !matchesLabels(selector, labels)
    )
      continue;
    const port = service.spec
      .child('ports')
      .items()
      .map((each) => targetPort(each, workload))
      .find((each) => each !== undefined && ports.includes(each));
    if (port !== undefined) return { ports: port, service: service.name, policy: policy.display };
  }
  return undefined;
}

/** The container's port behind a port of a Service: its number, or the number that a container gives the name. */
function targetPort(port: Field, workload: Workload): string | undefined {
  const target = port.child('targetPort');
  if (!target.isSet) return port.child('port').number?.toString();
  if (target.number !== undefined) return String(target.number);
  const named = containersOf(workload)
    .flatMap((container) => container.child('ports').items())
    .find((each) => each.child('name').string === target.string);
  return named?.child('containerPort').number?.toString();
}

function recordOf(field: Field): Record<string, unknown> {
  return Object.fromEntries(field.entries().map((entry) => [entry.name, entry.scalar]));
}
