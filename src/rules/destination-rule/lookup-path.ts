import { defineRule } from '../../engine/rule.ts';
import { namesakesOf, qualified } from '../../mesh/host-lookup.ts';
import { WORLD_OPTION } from '../../mesh/references.ts';
import { workloadsIn } from '../../mesh/selected-workloads.ts';
import { exportedTo } from '../../mesh/visibility.ts';

/** A client looks in its own namespace, then in the service's, then in the root namespace, and nowhere else. */
export default defineRule({
  summary: 'A DestinationRule lies where the clients of its host look for it',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: ['error', { world: 'closed' }] },
  options: {
    world: {
      ...WORLD_OPTION,
      description: 'closed: a namespace without workloads in the files has none. Else it may have some.',
    },
  },
  messages: {
    'own-clients': {
      text: 'Only clients in {{namespace}} follow this DestinationRule; those in other namespaces look in their own, in {{home}} and in {{root}}.',
      help: 'Move it to {{home}}, where {{host}} is, or write exportTo: ["."] to say that it is for this namespace.',
    },
    nobody: {
      text: 'Nobody follows this DestinationRule: {{namespace}} has no workloads, and clients elsewhere look in their own namespace, in {{home}} and in {{root}}.',
      help: 'Move it to {{home}}, where {{host}} is.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration',
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule',
  ],
  kinds: ['networking.istio.io/DestinationRule'],
  check(rule, context) {
    const { mesh } = context;
    const field = rule.spec.child('host');
    const host = field.string;
    const namespace = mesh.namespaceOf(rule);
    if (rule.isPatch || !host || !namespace || namespace === mesh.rootNamespace) return;
    const targets = namesakesOf(mesh, qualified(host, namespace), namespace);
    const homes = targets.map((target) => mesh.namespaceOf(target));
    const home = homes[0];
    if (!home || homes.includes(namespace) || homes.includes('')) return;
    const scopes = exportedTo(mesh, rule);
    if (scopes?.length === 1 && scopes[0] === namespace) return;
    const isEmpty = context.options.world === 'closed' && workloadsIn(mesh, namespace).length === 0;
    const messageId = isEmpty ? 'nobody' : 'own-clients';
    const data = { namespace, home, root: mesh.rootNamespace, host };
    const related = targets
      .slice(0, 1)
      .map((target) => ({ field: target.metadata.child('name'), message: 'the host' }));
    context.report(rule.metadata.child('namespace').isSet ? rule.metadata.child('namespace') : field, messageId, data, {
      related,
    });
  },
});
