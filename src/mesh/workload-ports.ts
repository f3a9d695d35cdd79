import type { Protocol } from '../values/protocol.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { targetOf } from './exposure.ts';
import type { Mesh } from './mesh.ts';
import { servicesOfWorkload } from './selected-workloads.ts';
import { servicePorts } from './service-ports.ts';
import type { Workload } from './workloads.ts';

/** A port of a Service, as it leads to a workload. */
export interface WorkloadPort {
  service: Resource;
  field: Field;
  number: number;
  /** The port of the pods, as text; the name of one that no container names, or has no number for that is known. */
  target: string;
  /** TCP, UDP or SCTP; where somebody wrote another word, that; TCP where nobody did, or it waits for a placeholder. */
  transport: string;
  /** Undefined where it isn't known. */
  protocol: Protocol | undefined;
}

/** The ports of all Services that choose a workload, those that are known. */
export function workloadPorts(mesh: Mesh, workload: Workload): readonly WorkloadPort[] {
  return mesh.askAbout(readPorts, workload);
}

function readPorts(mesh: Mesh, workload: Workload): WorkloadPort[] {
  const ports: WorkloadPort[] = [];
  for (const service of servicesOfWorkload(mesh, workload))
    for (const { field, number, target: named, transport = 'TCP', protocol } of servicePorts(service)) {
      if (number === undefined || named.isUnknown) continue;
      const target = targetOf(named, number, workload) ?? named.string ?? '';
      ports.push({ service, field, number, target, transport, protocol });
    }
  return ports;
}
