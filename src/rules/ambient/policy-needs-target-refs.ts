import { defineRule } from '../../engine/rule.ts';
import { AMBIENT_MARKS, ambientReach } from '../../mesh/ambient.ts';
import { attachment } from '../../mesh/attachment.ts';
import { hasTargets } from '../../mesh/policy-targets.ts';
import { selectorOf } from '../../mesh/selected-workloads.ts';

/** Only a waypoint can do what these kinds ask for, and a waypoint takes none of them by selector or namespace. */
export default defineRule({
  summary: 'Policies that only waypoints carry out are attached to them by targetRefs',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  istio: '>=1.22',
  presets: { recommended: 'warning', strict: 'warning', ambient: 'warning' },
  codes: ['KIA1115', 'KIA1116', 'KIA1117'],
  setFields: AMBIENT_MARKS,
  messages: {
    selector: {
      text: '{{who}} is in ambient mode, where {{effect}} a waypoint, and waypoints ignore selectors, so this {{kind}} does nothing there.',
      help: 'Write {{wanted}}.',
    },
    namespace: {
      text: '{{who}} is in ambient mode, where {{effect}} a waypoint, and waypoints take a {{kind}} by targetRefs alone, so this one does nothing there.',
      help: 'Write {{wanted}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ambient/usage/l7-features/#targeting-policies-or-routing-rules',
    'https://istio.io/latest/docs/ambient/migrate/migrate-policies/',
    'https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference',
  ],
  kinds: [
    'security.istio.io/RequestAuthentication',
    'extensions.istio.io/WasmPlugin',
    'extensions.istio.io/TrafficExtension',
    'telemetry.istio.io/Telemetry',
  ],
  check(policy, context) {
    const { mesh } = context;
    const { kind, spec } = policy;
    const isForAll = selectorOf(policy).keys().length === 0;
    // A Telemetry for a whole namespace holds for its waypoints too.
    if (policy.isPatch || hasTargets(policy) || !spec.isMap || (kind === 'Telemetry' && isForAll)) return;
    const reach = ambientReach(mesh, policy);
    if (!reach?.isWhole) return;
    const place = isForAll ? policy.metadata.child('name') : spec.child('selector');
    const { wanted, suggestions } = attachment(mesh, policy);
    const related = reach.label ? [{ field: reach.label, message: 'ambient mode is set here' }] : [];
    const data = { who: reach.example.display, kind, effect: EFFECTS[kind] ?? '', wanted };
    const codes = CODES[kind] ?? [];
    const at = isForAll ? 'value' : 'key';
    context.report(place, isForAll ? 'namespace' : 'selector', data, { at, related, suggestions, codes });
  },
});

const EFFECTS: Readonly<Record<string, string>> = {
  RequestAuthentication: 'tokens are checked only by',
  WasmPlugin: 'plugins run only in',
  TrafficExtension: 'extensions run only in',
  Telemetry: 'this is reported only by',
};

const CODES: Readonly<Record<string, readonly string[]>> = {
  RequestAuthentication: ['KIA1115'],
  WasmPlugin: ['KIA1116'],
  Telemetry: ['KIA1117'],
};
