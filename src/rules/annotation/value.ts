import { defineRule } from '../../engine/rule.ts';
import { annotatedIn } from '../../mesh/annotations.ts';
import { WORKLOAD_KINDS } from '../../mesh/workloads.ts';
import { ANNOTATION_CHECKS } from '../../values/annotation-values.ts';

/** The injector refuses a pod with such an annotation: the Deployment is there, and none of its pods. */
export default defineRule({
  summary: 'Annotations of pods have values that the injector accepts',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'error', 'istioctl-parity': 'warning' },
  codes: ['IST0125'],
  messages: {
    invalid: {
      text: 'The value of {{name}} {{problem}}, so the injector refuses the pods.',
      help: 'Write a value as the list of annotations has it.',
    },
    'not-text': {
      text: '{{name}} is no text here, but values of annotations are text, so Kubernetes refuses the object.',
      help: 'Put the value in quotes.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/annotations/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0125/',
  ],
  kinds: [...WORKLOAD_KINDS],
  fields: ['annotations'],
  check(resource, context) {
    const pods = annotatedIn(resource, context.mesh).find(({ kind }) => kind === 'Pod');
    for (const field of pods?.annotations.entries() ?? []) {
      const { name, value } = field;
      const check = ANNOTATION_CHECKS[name];
      if (!check || field.isUnknown || value === null) continue;
      if (typeof value !== 'string') {
        context.report(field, 'not-text', { name }, { level: 'error', codes: [] });
        continue;
      }
      const problem = check(value);
      if (problem) context.report(field, 'invalid', { name, problem }, pods?.isAnalyzed ? {} : { codes: [] });
    }
  },
});
