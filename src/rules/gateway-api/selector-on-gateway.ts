import { defineRule } from '../../engine/rule.ts';
import { ATTACHED_POLICIES } from '../../mesh/attached-kinds.ts';
import { GATEWAY_NAME_LABEL, kubernetesGateways } from '../../mesh/gateways.ts';
import { groupBy } from '../../mesh/group-by.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { selectorOf } from '../../mesh/selected-workloads.ts';
import { selects } from '../../mesh/selection.ts';
import { isWaypoint } from '../../mesh/waypoints.ts';
import type { Workload } from '../../mesh/workloads.ts';
import { replaceMember } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

/** A Gateway of the Gateway API is an object that policies are attached to by its name, not pods that they choose. */
export default defineRule({
  summary: 'Policies for a Gateway of the Gateway API name it in targetRefs',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  istio: '>=1.22',
  presets: { recommended: 'warning', strict: 'warning', 'istioctl-parity': 'warning' },
  codes: ['IST0166'],
  fix: 'unsafe',
  messages: {
    waypoint: {
      text: 'The selector chooses pods of the waypoint "{{gateway}}", and a waypoint takes policies by targetRefs alone, so this one does nothing there.',
      help: 'Write targetRefs with the Gateway {{gateway}} in place of the selector.',
    },
    gateway: {
      text: 'The selector chooses pods of the Gateway "{{gateway}}" of the Gateway API, and istiod heeds selectors there only as long as its setting ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY is on.',
      help: 'Write targetRefs with the Gateway {{gateway}} in place of the selector.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0166/',
    'https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference',
    'https://istio.io/latest/docs/ambient/usage/l7-features/',
  ],
  setFields: [GATEWAY_NAME_LABEL],
  kinds: [...ATTACHED_POLICIES],
  fields: ['selector'],
  check(policy, context) {
    const { mesh } = context;
    const { spec } = policy;
    const [selector, labels] = [spec.child('selector'), selectorOf(policy)];
    if (policy.isPatch || spec.has('targetRef') || spec.has('targetRefs') || labels.hasUnknown) return;
    const namespace = mesh.namespaceOf(policy);
    const chosen = gatewayAmong(mesh, labels, namespace);
    const gateway = labels.child(GATEWAY_NAME_LABEL).string ?? chosen;
    if (!gateway) return;
    const own = kubernetesGateways(mesh, gateway, namespace);
    // Policies of the root namespace reach pods of all others by a selector, but Gateways of their own by reference.
    const isThere = own.length > 0 || namespace !== mesh.rootNamespace;
    const flow = `{group: gateway.networking.k8s.io, kind: Gateway, name: ${gateway}}`;
    const block = `targetRefs:\n- group: gateway.networking.k8s.io\n  kind: Gateway\n  name: ${gateway}`;
    const edit = isThere && labels.keys().length === 1 ? replaceMember(selector, block, `targetRefs: [${flow}]`) : null;
    const messageId = own.length > 0 && own.every((each) => isWaypoint(mesh, each)) ? 'waypoint' : 'gateway';
    // istioctl knows no TrafficExtension, and goes by pods alone.
    const codes = policy.kind === 'TrafficExtension' || !chosen ? { codes: [] } : {};
    context.report(selector, messageId, { gateway }, { at: 'key', ...codes, ...(edit ? { fix: edit } : {}) });
  },
});

/** The Gateway whose pods a selector chooses among those of a namespace. */
function gatewayAmong(mesh: Mesh, selector: Field, namespace: string): string | undefined {
  if (selector.keys().length === 0) return undefined;
  const pods = mesh.inNamespace(mesh.ask(podsOfGateways), namespace);
  return pods.find(({ labels }) => selects(selector, labels))?.labels.child(GATEWAY_NAME_LABEL).string;
}

function podsOfGateways(mesh: Mesh): Map<string, Workload[]> {
  const pods = mesh.workloads().filter(({ labels }) => labels.child(GATEWAY_NAME_LABEL).string);
  return groupBy(pods, ({ namespace }) => namespace);
}
