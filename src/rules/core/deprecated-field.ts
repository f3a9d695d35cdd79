import { defineRule } from '../../engine/rule.ts';
import { routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { wrapInList, wrapItems, wrapScalar } from '../../mesh/settings/wrap.ts';
import { trafficPoliciesOf } from '../../mesh/traffic-policy.ts';
import type { Edit } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** What a field is good for may go with the next release; deprecated fields of pools, mirrors and hashes have their own rules. */
export default defineRule({
  summary: 'No field is written that Istio has replaced by another',
  type: 'suggestion',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', 'istioctl-parity': 'warning' },
  codes: ['IST0002'],
  fix: 'safe',
  messages: {
    deprecated: {
      text: '{{name}} is deprecated, and a later API may drop it: {{successor}} has taken its place.',
      help: 'Write {{wanted}}.',
    },
    overridden: {
      text: '{{name}} is deprecated, and has no effect beside {{successor}}.',
      help: 'Delete it.',
    },
    undocumented: {
      text: '{{name}} is no longer documented: {{successor}} has taken its place.',
      help: 'Write {{wanted}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0002/',
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection-Delay',
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy',
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings',
    'https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference',
  ],
  kinds: [
    'networking.istio.io/VirtualService',
    'networking.istio.io/DestinationRule',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/RequestAuthentication',
    'telemetry.istio.io/Telemetry',
    'extensions.istio.io/WasmPlugin',
  ],
  fields: ['percent', 'allowOrigin', 'warmupDurationSecs', 'targetRef'],
  check(resource, context) {
    for (const each of replacedFields(resource)) {
      const { field, successor, wanted, isWeak, edit } = each;
      if (!field.isSet) continue;
      const data = { name: `${field.parent?.name}.${field.name}`, successor, wanted };
      const codes = each.codes ?? [];
      if (field.parent?.child(successor).isSet) {
        // Of the others, the API server takes only one of the two.
        if (isWeak) context.report(field, 'overridden', data, { at: 'key', codes });
        continue;
      }
      const fix = edit(field);
      const extras = { at: 'key', codes, ...(fix ? { fix } : {}) } as const;
      if (each.isHidden) context.report(field, 'undocumented', data, { ...extras, level: 'info' });
      else context.report(field, 'deprecated', data, extras);
    }
  },
});

interface Replaced {
  field: Field;
  /** The field beside it that means the same. */
  successor: string;
  /** What to write. */
  wanted: string;
  codes?: string[];
  /** May both be written, so that the successor wins? */
  isWeak?: true;
  /** Is it only left out of the reference? */
  isHidden?: true;
  edit(field: Field): Edit | undefined;
}

function replacedFields(resource: Resource): Replaced[] {
  if (resource.kind === 'VirtualService') return routesOf(resource, 'http').flatMap(ofRoute);
  if (resource.kind === 'DestinationRule')
    return trafficPoliciesOf(resource).map((policy) => ({
      field: policy.get('loadBalancer', 'warmupDurationSecs'),
      successor: 'warmup',
      wanted: 'warmup: {duration: …}',
      edit: (field) => wrapScalar(field, 'warmup', 'duration'),
    }));
  return [
    {
      field: resource.spec.child('targetRef'),
      successor: 'targetRefs',
      wanted: 'targetRefs, a list with this one item',
      isHidden: true,
      edit: (field) => wrapInList(field, 'targetRefs'),
    },
  ];
}

function ofRoute(route: Field): Replaced[] {
  return [
    {
      field: route.get('fault', 'delay', 'percent'),
      successor: 'percentage',
      wanted: 'percentage: {value: …}, which takes parts of a percent too',
      codes: ['IST0002'],
      isWeak: true,
      edit: (field) => wrapScalar(field, 'percentage', 'value'),
    },
    {
      field: route.get('corsPolicy', 'allowOrigin'),
      successor: 'allowOrigins',
      wanted: 'allowOrigins, a list of exact, prefix or regex',
      isWeak: true,
      edit: (field) => wrapItems(field, 'allowOrigins', 'exact'),
    },
  ];
}
