import { defineRule } from '../../engine/rule.ts';
import { rulesForHost, subsetsOf } from '../../mesh/destination-rules.ts';
import { qualified, serviceOf, targetsOfHost } from '../../mesh/host-lookup.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { isPatched } from '../../mesh/patches.ts';
import { absenceOf, isInventoried, nearName, WORLD_OPTION } from '../../mesh/references.ts';
import { destinationsOf } from '../../mesh/settings/virtual-service-routes.ts';
import { rewriteString } from '../../yaml/edit.ts';

/** A subset is a name that a DestinationRule gives to some of a host's workloads; without it there is nobody to send to. */
export default defineRule({
  summary: 'The subsets that a VirtualService routes to are defined by a DestinationRule for the host',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: ['error', { world: 'closed' }],
    'istioctl-parity': ['error', { world: 'closed' }],
  },
  codes: ['IST0101', 'KIA1107'],
  fix: 'unsafe',
  options: { world: WORLD_OPTION },
  messages: {
    missing: {
      text: 'No DestinationRule for {{host}} defines the subset "{{subset}}", so requests to it fail with 503.',
      help: 'Write {{wanted}}, or add the subset to {{rule}}.',
    },
    'no-rule': {
      text: 'There is no DestinationRule for {{host}} that defines the subset "{{subset}}", so requests to it fail with 503.',
      help: 'Add a DestinationRule whose host is {{host}} with the subset, or leave the subset out.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0101/',
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
    'https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['subset'],
  check(service, context) {
    const { mesh, options } = context;
    const namespace = mesh.namespaceOf(service);
    for (const destination of destinationsOf(service)) {
      const field = destination.child('subset');
      const subset = field.string;
      const host = subset ? destination.textOf('host') : undefined;
      if (!host || !subset) continue;
      const names = mesh.askAbout(subsetNames, qualified(host, namespace));
      if (!names || names.includes(subset)) continue;
      const [first] = rulesForHost(mesh, qualified(host, namespace));
      if (first && (names.length > 0 || options.world === 'closed')) {
        const near = nearName(subset, names);
        const edit = near === undefined ? undefined : rewriteString(field, near);
        const wanted =
          near ?? (names.length > 0 ? `one of its subsets (${[...new Set(names)].join(', ')})` : 'no subset');
        const related = [{ field: first.spec.child('host'), message: 'the DestinationRule for this host' }];
        const fix = edit ? { fix: edit } : {};
        context.report(field, 'missing', { host, subset, wanted, rule: first.display }, { related, ...fix });
        continue;
      }
      const homes = [namespace, serviceOf(qualified(host, namespace), namespace).home];
      const isKnownHost = targetsOfHost(mesh, qualified(host, namespace), namespace).length > 0;
      const isSure =
        isKnownHost && homes.some((home) => isInventoried(mesh, home, ['networking.istio.io', 'DestinationRule']));
      const reference = { kind: 'DestinationRule', namespace, name: host };
      if (absenceOf(context, reference, [], () => isSure)) context.report(field, 'no-rule', { host, subset });
    }
  },
});

/** The names of the subsets that DestinationRules give a host; undefined where some are not known. */
function subsetNames(mesh: Mesh, host: string): string[] | undefined {
  const names: string[] = [];
  for (const rule of rulesForHost(mesh, host)) {
    const subsets = isPatched(mesh, rule, 'subsets') ? undefined : subsetsOf(rule);
    if (!subsets) return undefined;
    for (const { name } of subsets) names.push(name);
  }
  return names;
}
