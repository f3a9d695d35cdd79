import { defineRule } from '../../engine/rule.ts';
import { absentWorkload } from '../../mesh/absent-workload.ts';
import { WORLD_OPTION } from '../../mesh/references.ts';
import { rewriteString } from '../../yaml/edit.ts';

/** A selector is compared with the labels of pods letter by letter; one that fits none is as if the resource were not there. */
export default defineRule({
  summary: 'The selector of a Telemetry chooses a workload of its namespace',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: ['error', { world: 'closed' }],
    'istioctl-parity': ['error', { world: 'closed' }],
  },
  codes: ['IST0101'],
  options: { world: WORLD_OPTION },
  messages: {
    none: {
      text: 'No workload of {{where}} has the labels {{selector}}, so this Telemetry holds for nobody.',
      help: '{{wanted}}',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/telemetry/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0101/',
  ],
  kinds: ['telemetry.istio.io/Telemetry'],
  fields: ['selector'],
  check(resource, context) {
    if (resource.isPatch) return;
    const absent = absentWorkload(context, resource);
    if (!absent) return;
    const { pair, near, text, isSure } = absent;
    const edit = near === undefined ? undefined : rewriteString(pair, near);
    const wanted = near === undefined ? 'Write labels that the pods have.' : `Write ${pair.name}: ${near}.`;
    const suggestions = edit ? [{ desc: `Write ${pair.name}: ${near}`, edit }] : [];
    const where = context.mesh.namespaceOf(resource) || 'its namespace';
    const level = isSure ? {} : ({ level: 'warning' } as const);
    context.report(pair, 'none', { selector: text, where, wanted }, { suggestions, ...level });
  },
});
