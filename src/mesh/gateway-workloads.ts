import { matchesLabels } from '../values/selector.ts';
import type { Field } from '../yaml/field.ts';
import { isProxyOnly } from './membership.ts';
import type { Mesh } from './mesh.ts';
import type { Workload } from './workloads.ts';

/** The workloads that are gateways: their pods hold a proxy and nothing else. */
export function gatewayWorkloads(mesh: Mesh): Workload[] {
  return mesh.ask(findGatewayWorkloads);
}

function findGatewayWorkloads(mesh: Mesh): Workload[] {
  return mesh.workloads().filter(isProxyOnly);
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
