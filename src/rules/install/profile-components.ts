import { defineRule } from '../../engine/rule.ts';
import { DATAPLANE_MODE_LABEL } from '../../mesh/injection.ts';
import { INSTALL_KINDS, type Install } from '../../mesh/install/install.ts';
import { findComponent } from '../../mesh/install/installed.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { type InstalledComponent, PROFILES } from '../../schemas/install/profiles.ts';
import type { Field } from '../../yaml/field.ts';

/** A profile decides what runs at all: a Gateway without its gateway, or ambient without ztunnel, carries no traffic. */
export default defineRule({
  summary: 'The chosen profile installs what the manifests need',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', ambient: 'warning' },
  messages: {
    'switched-off': {
      text: 'The profile {{profile}} needs {{component}}, but it is switched off here, so ambient pods are not in the mesh.',
      help: 'Delete the switch.',
    },
    'no-gateway': {
      text: 'The profile {{profile}} installs no {{component}}, so this Gateway selects no workload and carries no traffic.',
      help: 'Enable one: components.{{list}} with name: {{name}} and enabled: true.',
    },
    'gateway-off': {
      text: 'The {{component}} is switched off, so this Gateway selects no workload and carries no traffic.',
      help: 'Write enabled: true for {{name}} in components.{{list}}.',
    },
    'no-ztunnel': {
      text: 'The profile {{profile}} installs no ztunnel, so the label does not bring this namespace into the mesh.',
      help: 'Install with profile: ambient, or use istio-injection: enabled.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/setup/additional-setup/config-profiles/',
    'https://istio.io/latest/docs/ambient/install/istioctl/',
  ],
  kinds: [...INSTALL_KINDS],
  checkMesh(mesh, context) {
    const operator = onlyOperator(mesh);
    const chosen = operator?.profiles.find(({ reader }) => reader === 'istioctl')?.field;
    const profile = chosen ? chosen.string : 'default';
    const installed = profile === undefined ? undefined : PROFILES[profile];
    if (!operator || profile === undefined || !installed) return;
    const related = [{ field: chosen ?? operator.root, message: `the profile ${profile} is installed here` }];
    const find = (component: InstalledComponent) => findComponent(mesh, component, installed);

    if (installed.includes('ztunnel')) {
      for (const [component, name] of AMBIENT) {
        const off = find(component);
        if (typeof off === 'object')
          context.report(off.off, 'switched-off', { profile, component: name }, chosen ? { related } : {});
      }
    }
    for (const gateway of mesh.ofKind('Gateway', 'networking.istio.io')) {
      const field = gateway.get('spec', 'selector', 'istio');
      const wanted = GATEWAYS.get(field.string ?? '');
      if (!wanted) continue;
      const { kind, ...data } = wanted;
      const found = find(kind);
      if (found === 'absent') context.report(field, 'no-gateway', { profile, ...data }, { related });
      // Who switches a gateway off mostly brings another one: only together with the Gateway is that a contradiction.
      else if (found !== 'present' && operator.resource && mesh.appliedTogether(gateway, operator.resource))
        context.report(field, 'gateway-off', data, { related: [{ field: found.off, message: 'switched off here' }] });
    }
    if (find('ztunnel') !== 'absent') return;
    for (const field of ambientLabels(mesh)) context.report(field, 'no-ztunnel', { profile }, { related });
  },
});

const AMBIENT: [InstalledComponent, string][] = [
  ['ztunnel', 'ztunnel'],
  ['cni', 'the CNI plugin'],
];

/** What a Gateway asks for with the label that Istio's own gateways have. */
const GATEWAYS = new Map([
  ['ingressgateway', gatewayOf('ingressGateway', 'ingress gateway')],
  ['egressgateway', gatewayOf('egressGateway', 'egress gateway')],
]);

function gatewayOf(kind: 'ingressGateway' | 'egressGateway', component: string) {
  return { kind, component, list: `${kind}s`, name: `istio-${kind.toLowerCase()}` };
}

/** The one IstioOperator of the set: with several, or with other installs, nobody knows which of them is meant. */
function onlyOperator(mesh: Mesh): Install | undefined {
  const [only, ...more] = mesh
    .installs()
    .filter(({ controlPlane, form, isPatch }) => controlPlane && form !== 'ConfigMap' && !isPatch);
  return more.length === 0 && only?.form === 'IstioOperator' ? only : undefined;
}

function ambientLabels(mesh: Mesh): Field[] {
  return mesh
    .ofKind('Namespace', '')
    .map((namespace) => namespace.labels.child(DATAPLANE_MODE_LABEL))
    .filter((field) => field.string === 'ambient');
}
