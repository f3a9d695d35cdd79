import { defineRule } from '../../engine/rule.ts';
import { DEFAULT_GATEWAYS_OPTION } from '../../mesh/credentials.ts';
import { selectsText, workloadsOfGateway } from '../../mesh/gateway-workloads.ts';
import { gatewaysNamed } from '../../mesh/gateways.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { selectorOf } from '../../mesh/selected-workloads.ts';
import { maySelect } from '../../mesh/selection.ts';
import { jwtClaimsOf } from '../../mesh/settings/virtual-service-routes.ts';
import type { Resource } from '../../yaml/resource.ts';

/** Claims come from tokens that a RequestAuthentication has verified; without one a gateway has no claims to route by. */
export default defineRule({
  summary: 'Gateways that route by claims of a token verify tokens',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: 'error',
    'istioctl-parity': ['error', { defaultGateways: ['istio=ingressgateway'] }],
  },
  codes: ['IST0149'],
  options: { defaultGateways: DEFAULT_GATEWAYS_OPTION },
  messages: {
    missing: {
      text: 'No RequestAuthentication holds for {{what}}, so there are no claims to compare with "{{claim}}".',
      help: 'Add a RequestAuthentication for the pods of {{gateway}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0149/',
    'https://istio.io/latest/docs/tasks/security/authentication/jwt-route/',
  ],
  setFields: ['headers', 'withoutHeaders'],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['headers', 'withoutHeaders'],
  check(service, context) {
    const { mesh, options } = context;
    const claim = jwtClaimsOf(service)[0];
    if (!claim) return;
    const namespace = mesh.namespaceOf(service);
    for (const { string: name } of service.spec.child('gateways').items()) {
      if (!name || name === 'mesh') continue;
      for (const gateway of gatewaysNamed(mesh, name, namespace)) {
        if (gateway.group !== 'networking.istio.io') continue;
        const what = unverified(mesh, gateway, options.defaultGateways);
        if (what)
          context.report(claim, 'missing', { what, claim: claim.name, gateway: gateway.display }, { at: 'key' });
      }
    }
  },
});

/** What of a gateway verifies no tokens: a workload, or the whole where none of its workloads is known. */
function unverified(mesh: Mesh, gateway: Resource, defaultGateways: readonly string[]): string | undefined {
  const policies = mesh.ofKind('RequestAuthentication', 'security.istio.io');
  const holdsIn = (policy: Resource, namespace: string) =>
    mesh.mayBeIn(policy, namespace) || mesh.namespaceOf(policy) === mesh.rootNamespace;
  const workloads = workloadsOfGateway(mesh, gateway);
  const open = workloads.find(
    ({ labels, namespace }) =>
      !policies.some(
        (policy) =>
          policy.spec.child('targetRefs').isSet ||
          (holdsIn(policy, namespace) && maySelect(selectorOf(policy), labels)),
      ),
  );
  if (open) return open.resource.display;
  const isDefault = defaultGateways.some((labels) => selectsText(selectorOf(gateway), labels));
  if (workloads.length > 0 || (policies.length === 0 && !isDefault)) return undefined;
  // Of pods that are not among the files their gateway's selector says the labels.
  const mayHold = (policy: Resource) =>
    policy.spec.child('targetRefs').isSet || maySelect(selectorOf(policy), selectorOf(gateway));
  return policies.some(mayHold) ? undefined : gateway.display;
}
