import { matchesLabels } from '../values/selector.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { targetPort } from './exposure.ts';
import { isProxyOnly } from './membership.ts';
import type { Mesh } from './mesh.ts';
import { selectorOf, servicesOfWorkload } from './selected-workloads.ts';
import { maySelect } from './selection.ts';
import { containersOf, type Workload } from './workloads.ts';

/** The workloads that are gateways: their pods hold a proxy and nothing else. */
export function gatewayWorkloads(mesh: Mesh): Workload[] {
  return mesh.ask(findGatewayWorkloads);
}

function findGatewayWorkloads(mesh: Mesh): Workload[] {
  return mesh.workloads().filter(isProxyOnly);
}

/** The workloads of all namespaces that a Gateway's selector picks, or could pick once placeholders are filled in. */
export function workloadsOfGateway(mesh: Mesh, gateway: Resource): readonly Workload[] {
  const selector = selectorOf(gateway);
  const cache = mesh.ask(makeCache);
  const key = JSON.stringify(selector.value ?? {});
  const known = cache.get(key) ?? mesh.workloads().filter(({ labels }) => maySelect(selector, labels));
  cache.set(key, known);
  return known;
}

/** By selector, for most Gateways of a set share one. */
function makeCache(): Map<string, readonly Workload[]> {
  return new Map();
}

/** A Service's port that brings connections to a gateway. */
export interface GatewayPort {
  number: number;
  service: Resource | undefined;
}

/**
 * The ports at which connections reach the pods of a gateway, by TCP: of its Services, as clients and as pods see them, and
 * ports that containers take on their host. Undefined where they are not all known, or the pods use the host's network.
 */
export function portsReaching(mesh: Mesh, workload: Workload): GatewayPort[] | undefined {
  if (workload.spec.child('hostNetwork').value) return undefined;
  const found: GatewayPort[] = containersOf(workload)
    .flatMap((container) => [...container.child('ports').items()])
    .flatMap((port) => portOf(port.child('hostPort').number, undefined));
  for (const service of servicesOfWorkload(mesh, workload)) {
    const ports = service.spec.child('ports');
    if (!ports.isList || ports.hasUnknown) return undefined;
    for (const port of ports.items()) {
      if (!['TCP', undefined].includes(port.textOf('protocol'))) continue;
      found.push(...portOf(port.child('port').number, service), ...portOf(Number(targetPort(port, workload)), service));
    }
  }
  return found;
}

function portOf(number: number | undefined, service: Resource | undefined): GatewayPort[] {
  return number ? [{ number, service }] : [];
}

/** Labels as written on a command line: `istio=ingressgateway,app=istio-ingressgateway`. */
export function labelsOfText(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const [key = '', ...value] = pair.split('=');
      return [key.trim(), value.join('=').trim()];
    }),
  );
}

/** Does a plain selector pick pods with labels that are given as text? */
export function selectsText(selector: Field, labels: string): boolean {
  return matchesLabels(
    Object.fromEntries(selector.entries().map(({ name, value }) => [name, value])),
    labelsOfText(labels),
  );
}
