import { defineRule } from '../../engine/rule.ts';
import { DATAPLANE_MODE_LABEL } from '../../mesh/injection.ts';
import { installsOf } from '../../mesh/install/find.ts';
import { INSTALL_KINDS, type Install } from '../../mesh/install/install.ts';
import { findComponent } from '../../mesh/install/installed.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { type InstalledComponent, PROFILES } from '../../schemas/install/profiles.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

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
    for (const install of installsOf(mesh)) checkAmbient(install);
    const operator = onlyOperator(mesh);
    if (!operator) return;
    const { chosen, profile, installed } = profileOf(operator);
    if (profile === undefined || !installed) return;
    const related = [{ field: chosen ?? operator.root, message: `the profile ${profile} is installed here` }];
    const find = (component: InstalledComponent) => findComponent(mesh, component, installed);

    for (const gateway of mesh.ofKind('Gateway', 'networking.istio.io')) {
      const field = gateway.get('spec', 'selector', 'istio');
      const wanted = GATEWAYS.get(field.string ?? '');
      if (!wanted) continue;
      const { kind, ...data } = wanted;
      const found = find(kind);
      if (found === 'absent') context.report(field, 'no-gateway', { profile, ...data }, { related });
      // Who switches a gateway off mostly brings another one: only together with the Gateway is that a contradiction.
      else if (found !== 'present' && meet(mesh, gateway, operator.resource))
        context.report(field, 'gateway-off', data, { related: [{ field: found.off, message: 'switched off here' }] });
    }
    if (find('ztunnel') !== 'absent') return;
    for (const field of ambientLabels(mesh)) context.report(field, 'no-ztunnel', { profile }, { related });

    function checkAmbient(install: Install): void {
      const { chosen, profile = '', installed } = profileOf(install);
      if (!chosen || !installed?.includes('ztunnel')) return;
      for (const { name, enabled } of install.components) {
        const component = AMBIENT.get(name);
        if (!component || enabled.boolean !== false || findComponent(mesh, component.name, []) === 'present') continue;
        const related = [{ field: chosen, message: 'the profile is chosen here' }];
        context.report(enabled, 'switched-off', { profile, component: component.text }, { related });
      }
    }
  },
});

const AMBIENT = new Map<string, { name: InstalledComponent; text: string }>([
  ['ztunnel', { name: 'ztunnel', text: 'ztunnel' }],
  ['cni', { name: 'cni', text: 'the CNI plugin' }],
]);

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
  const [only, ...more] = installsOf(mesh).filter(
    ({ controlPlane, form, isPatch }) => controlPlane && form !== 'ConfigMap' && !isPatch,
  );
  return more.length === 0 && only?.form === 'IstioOperator' ? only : undefined;
}

/** The profile of istioctl that an install chooses, by its field, its name, and what it installs. */
function profileOf({ profiles }: Install) {
  const chosen = profiles.find(({ reader }) => reader === 'istioctl')?.field;
  const profile = chosen ? chosen.string : 'default';
  return { chosen, profile, installed: profile === undefined ? undefined : PROFILES.get(profile) };
}

function meet(mesh: Mesh, a: Resource, b: Resource | undefined): boolean {
  const worlds = b ? mesh.worldsOf(b) : [];
  return mesh.worldsOf(a).some((world) => worlds.includes(world));
}

function ambientLabels(mesh: Mesh): Field[] {
  return mesh
    .ofKind('Namespace', '')
    .map((namespace) => namespace.labels.child(DATAPLANE_MODE_LABEL))
    .filter((field) => field.string === 'ambient');
}
