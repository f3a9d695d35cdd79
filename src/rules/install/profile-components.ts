import { defineRule } from '../../engine/rule.ts';
import { DATAPLANE_MODE_LABEL } from '../../mesh/injection.ts';
import type { ComponentName, Install } from '../../mesh/install/install.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { PROFILES } from '../../schemas/install/profiles.ts';
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
      help: 'Enable it: components.{{list}} with name {{name}} and enabled: true.',
    },
    'no-ztunnel': {
      text: 'The profile {{profile}} installs no ztunnel, so the label takes this namespace nowhere.',
      help: 'Install with profile: ambient, or use istio-injection: enabled.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/setup/additional-setup/config-profiles/',
    'https://istio.io/latest/docs/ambient/install/istioctl/',
  ],
  checkMesh(mesh, context) {
    for (const install of mesh.installs()) {
      const profile = install.profile.string;
      if (profile !== 'ambient' && profile !== 'openshift-ambient') continue;
      for (const { name, enabled } of install.components) {
        if ((name !== 'ztunnel' && name !== 'cni') || enabled.boolean !== false) continue;
        context.report(
          enabled,
          'switched-off',
          { profile, component: name },
          { related: [{ field: install.profile, message: 'the profile is chosen here' }] },
        );
      }
    }
    const only = onlyOperator(mesh);
    const profile = only?.profile.isSet ? only.profile.string : 'default';
    if (!only || profile === undefined || !(profile in PROFILES)) return;
    const missing = (component: ComponentName) => !isInstalled(mesh, component, profile);
    const related = [
      { field: only.profile.isSet ? only.profile : only.root, message: `the profile ${profile} is installed here` },
    ];

    for (const gateway of mesh.ofKind('Gateway', 'networking.istio.io')) {
      const field = gateway.get('spec', 'selector', 'istio');
      const known = GATEWAYS[field.string ?? ''];
      if (known && missing(known.component)) context.report(field, 'no-gateway', { profile, ...known }, { related });
    }
    for (const field of ambientLabels(mesh))
      if (missing('ztunnel')) context.report(field, 'no-ztunnel', { profile }, { related });
  },
});

const GATEWAYS: Record<string, { component: ComponentName; list: string; name: string } | undefined> = {
  ingressgateway: { component: 'ingressGateway', list: 'ingressGateways', name: 'istio-ingressgateway' },
  egressgateway: { component: 'egressGateway', list: 'egressGateways', name: 'istio-egressgateway' },
};

/** The one IstioOperator of the set: with several, nobody knows which of them is meant. */
function onlyOperator(mesh: Mesh): Install | undefined {
  const controlPlanes = mesh.installs().filter((install) => install.controlPlane && install.form !== 'ConfigMap');
  const [only] = controlPlanes;
  return controlPlanes.length === 1 && only?.form === 'IstioOperator' ? only : undefined;
}

/** By the profile, by a switch, or by anything else in the set that brings the component; unknown switches count as on. */
function isInstalled(mesh: Mesh, wanted: ComponentName, profile: string): boolean {
  const stated = mesh
    .installs()
    .flatMap(({ form, components }) => components.map((component) => ({ form, ...component })));
  const own = stated.filter(({ name }) => name === wanted);
  if (stated.some(({ name, form }) => name === 'gateway' || (form === 'Manifest' && name === wanted))) return true;
  if (own.some(({ enabled }) => enabled.isSet && enabled.boolean !== false)) return true;
  const off = own.some(({ enabled }) => enabled.boolean === false);
  return !off && (PROFILES[profile] ?? []).some((component) => component === wanted);
}

function ambientLabels(mesh: Mesh): Field[] {
  return mesh
    .ofKind('Namespace', '')
    .map((namespace) => namespace.labels.child(DATAPLANE_MODE_LABEL))
    .filter((field) => field.string === 'ambient');
}
