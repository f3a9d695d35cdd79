import { defineRule } from '../../engine/rule.ts';
import { qualified } from '../../mesh/host-lookup.ts';
import { WORLD_OPTION } from '../../mesh/references.ts';
import { isSubsetRouted } from '../../mesh/subset-routes.ts';
import { isInRoutes } from '../../mesh/virtual-services.ts';

/** The policy of a subset holds for requests that a route sends to the subset, not for all that reach its pods. */
export default defineRule({
  summary: 'A subset with a traffic policy is one that a route names',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: ['warning', { world: 'closed' }] },
  options: {
    world: {
      ...WORLD_OPTION,
      description:
        'closed: routes are among the files, all of them. auto: they are where the files route to the host at all; ' +
        'open: nothing is reported.',
    },
  },
  messages: {
    unused: {
      text: 'No route names the subset "{{subset}}", so its traffic policy is never applied, not even to requests that reach its pods.',
      help: 'Route to the subset, or move the policy to the trafficPolicy of the host.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/common-problems/network-issues/#destination-rule-policy-not-activated',
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
  ],
  kinds: ['networking.istio.io/DestinationRule'],
  fields: ['subsets'],
  check(rule, context) {
    const { mesh, options } = context;
    const subsets = rule.spec.child('subsets');
    const withPolicy = subsets.items().filter((subset) => subset.has('trafficPolicy'));
    const host = rule.spec.textOf('host');
    if (withPolicy.length === 0 || rule.isPatch || !host || options.world === 'open') return;
    const name = qualified(host, mesh.namespaceOf(rule));
    const isRouted = options.world === 'closed' || isInRoutes(mesh, name);
    if (!isRouted || host.startsWith('*')) return;
    for (const subset of withPolicy) {
      const own = subset.textOf('name');
      if (!own || isSubsetRouted(mesh, name, own)) continue;
      context.report(subset.child('trafficPolicy'), 'unused', { subset: own }, { at: 'key' });
    }
  },
});
