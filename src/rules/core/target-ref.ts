import { type Context, defineRule } from '../../engine/rule.ts';
import { ATTACHED_POLICIES } from '../../mesh/attached-kinds.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import { rewriteString } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

const MESSAGES = {
  'no-name': {
    text: 'The target reference has an empty name, so Istio rejects it.',
    help: 'Write the name of the target.',
  },
  kind: {
    text: 'Policies cannot be attached to {{target}}, so Istio rejects it.',
    help: 'Write {{wanted}}.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** A policy with target references is for gateways and waypoints, by the object that they serve. */
export default defineRule({
  summary: 'Target references name a Gateway, Service, ServiceEntry or GatewayClass',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  fix: 'safe',
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference',
    'https://istio.io/latest/docs/ambient/usage/waypoint/',
  ],
  kinds: [...ATTACHED_POLICIES],
  fields: ['targetRef', 'targetRefs'],
  check(resource, context) {
    const { spec } = resource;
    for (const target of [spec.child('targetRef'), ...spec.child('targetRefs').items()])
      if (target.isMap) checkTarget(target, resource.isPatch, context);
  },
});

const GROUPS: Readonly<Record<string, string>> = {
  Service: '',
  ServiceEntry: 'networking.istio.io',
  Gateway: 'gateway.networking.k8s.io',
  GatewayClass: 'gateway.networking.k8s.io',
};

function checkTarget(target: Field, isPatch: boolean, context: Here): void {
  const [group, kind, name] = [target.child('group'), target.child('kind'), target.child('name')];
  if (name.string === '') context.report(name, 'no-name');
  const written = kind.string;
  if (isPatch || written === undefined || group.isUnknown || (group.isSet && group.string === undefined)) return;
  if (!group.isSet && isMisspelt(group)) return;
  const wanted = Object.hasOwn(GROUPS, written) ? GROUPS[written] : undefined;
  const given = group.string === 'core' ? '' : (group.string ?? '');
  if (given === wanted) return;
  const edit =
    wanted && group.isSet && /(?:^|\.)networking\.k8s\.io$|^$/.test(given) ? rewriteString(group, wanted) : undefined;
  const help =
    wanted === undefined ? `the kind ${Object.keys(GROUPS).join(', ')}` : `group: ${wanted === '' ? '""' : wanted}`;
  context.report(
    group.isSet && wanted !== undefined ? group : kind,
    'kind',
    { target: `${written} of the group "${group.string ?? ''}"`, wanted: help },
    edit ? { fix: edit } : {},
  );
}
