import { defineRule } from '../../engine/rule.ts';
import { gatewaysNamed, gatewaysOf } from '../../mesh/gateways.ts';
import { absenceOf, isInventoried, WORLD_OPTION } from '../../mesh/references.ts';
import { internalGateway } from '../../mesh/settings/internal-gateway.ts';
import { gatewayNamesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { rewriteString } from '../../yaml/edit.ts';

/** A VirtualService that is bound to a gateway which is not there takes no traffic. */
export default defineRule({
  summary: 'The gateways of a VirtualService are there',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: ['error', { world: 'closed' }],
    'istioctl-parity': ['error', { world: 'closed', inMatches: false }],
  },
  // Of a Gateway that is missing istioctl says as well that it has none of the hosts: one cause, one finding.
  codes: ['IST0101', 'IST0132', 'KIA1102'],
  options: {
    world: WORLD_OPTION,
    inMatches: {
      type: 'boolean',
      default: true,
      description: 'Look at the gateways of match conditions too, which istioctl analyze does not.',
    },
  },
  messages: {
    missing: {
      text: 'There is no Gateway "{{gateway}}", so the VirtualService takes no traffic through it.',
      help: '{{wanted}}',
    },
    'other-namespace': {
      text: 'The namespace {{namespace}} has no Gateway "{{gateway}}"; there is {{wanted}}.',
      help: 'Write {{wanted}}: a name without a namespace is looked up in that of the VirtualService.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0101/',
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['gateways'],
  check(service, context) {
    if (service.isPatch) return;
    const { mesh, options } = context;
    const namespace = mesh.namespaceOf(service);
    for (const { field, gateway, route } of gatewayNamesOf(service)) {
      // Of the gateways that istiod makes itself, virtual-service/internal-gateway speaks.
      if (gateway === 'mesh' || internalGateway(gateway) || (route && !options.inMatches)) continue;
      if (gatewaysNamed(mesh, gateway, namespace).length > 0) continue;
      const [home, name] = gateway.includes('/') ? gateway.split('/') : [namespace, gateway];
      const elsewhere = gateway.includes('/') ? [] : gatewaysOf(mesh).filter((each) => each.name === name);
      const weak = options.world === 'closed' ? {} : { level: 'warning' as const };
      const [other] = elsewhere;
      const otherHome = other && mesh.namespaceOf(other);
      if (other && otherHome && namespace) {
        const wanted = `${otherHome}/${name}`;
        const edit = elsewhere.length === 1 ? rewriteString(field, wanted) : undefined;
        const suggestions = edit ? [{ desc: `Write ${wanted}`, edit }] : [];
        context.report(field, 'other-namespace', { gateway, namespace, wanted }, { suggestions });
        continue;
      }
      const known = gatewaysOf(mesh)
        .filter((each) => mesh.mayBeIn(each, home ?? ''))
        .map((each) => (gateway.includes('/') ? `${home}/${each.name}` : each.name));
      const absence = absenceOf(context, { kind: 'Gateway', namespace: home ?? '', name: gateway }, known, () =>
        isInventoried(mesh, home ?? '', ['networking.istio.io', 'Gateway'], ['gateway.networking.k8s.io', 'Gateway']),
      );
      if (!absence) continue;
      const edit = absence.near === undefined ? undefined : rewriteString(field, absence.near);
      const wanted =
        absence.near === undefined ? 'Write namespace/name of a Gateway that is there.' : `Write ${absence.near}.`;
      context.report(
        field,
        'missing',
        { gateway, wanted },
        {
          ...(absence.isSure ? {} : weak),
          ...(edit ? { suggestions: [{ desc: `Write ${absence.near}`, edit }] } : {}),
        },
      );
    }
  },
});
