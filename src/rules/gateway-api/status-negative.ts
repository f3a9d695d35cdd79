import { defineRule } from '../../engine/rule.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** A manifest with a status was read from a cluster, and the status says what became of the resource there. */
export default defineRule({
  summary: 'No resource carries a status in which Istio says that it does not work',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { 'istioctl-parity': 'warning' },
  codes: ['IST0171'],
  messages: {
    negative: {
      text: 'The status says that {{kind}} "{{name}}" does not work: {{type}} is {{status}}, {{why}}.',
      help: 'Mend what the status names, then read the resource from the cluster again, or delete the status.',
    },
    partial: {
      text: 'The status says that a part of {{kind}} "{{name}}" has no effect: {{type}} is {{status}}, {{why}}.',
      help: 'Mend what the status names, then read the resource from the cluster again, or delete the status.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0171/',
    'https://gateway-api.sigs.k8s.io/guides/implementers/#resource-status',
  ],
  kinds: [
    'core/Service',
    'networking.istio.io/ServiceEntry',
    'networking.istio.io/WorkloadEntry',
    'security.istio.io/AuthorizationPolicy',
    'gateway.networking.k8s.io/Gateway',
    'gateway.networking.k8s.io/HTTPRoute',
    'gateway.networking.k8s.io/GRPCRoute',
  ],
  fields: ['conditions'],
  check(resource, context) {
    const watched = CONDITIONS[resource.groupKind] ?? BOUND;
    for (const condition of conditionsOf(resource)) {
      const type = condition.child('type').string;
      if (type === undefined || !watched.includes(type)) continue;
      const field = condition.child('status');
      // Unquoted it is a boolean, which says the same.
      const status = String(field.scalar ?? '').toLowerCase();
      const reason = condition.child('reason').string ?? '';
      const data = { kind: resource.kind, name: resource.name, type, status, why: whyOf(condition) };
      if (status === 'false' && reason !== PENDING) context.report(field, 'negative', data);
      else if (status === 'true' && type === 'WaypointAccepted' && reason === 'PartiallyInvalid')
        context.report(field, 'partial', data);
    }
  },
});

/** What a Gateway says until its controller has seen it. */
const PENDING = 'Pending';

const BOUND = ['istio.io/WaypointBound'];
const ROUTED = ['Accepted', 'Programmed', 'ResolvedRefs'];

/** The conditions that are good when true. */
const CONDITIONS: Readonly<Record<string, readonly string[] | undefined>> = {
  'security.istio.io/AuthorizationPolicy': ['ZtunnelAccepted', 'WaypointAccepted'],
  'gateway.networking.k8s.io/Gateway': ROUTED,
  'gateway.networking.k8s.io/HTTPRoute': ROUTED,
  'gateway.networking.k8s.io/GRPCRoute': ROUTED,
};

/** Routes have conditions for each of their parents. */
function conditionsOf(resource: Resource): Field[] {
  const status = resource.root.child('status');
  const holders = resource.kind.endsWith('Route') ? status.child('parents').maps() : [status];
  return holders.flatMap((holder) => [...holder.child('conditions').maps()]);
}

function whyOf(condition: Field): string {
  const [reason, message] = ['reason', 'message'].map((name) => condition.child(name).string?.trim() ?? '');
  const text = message?.replace(/\s+/g, ' ').replace(/\.$/, '');
  return [reason && `for the reason ${reason}`, text].filter(Boolean).join(': ') || 'for no given reason';
}
