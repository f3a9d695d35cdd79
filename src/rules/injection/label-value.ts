import { defineRule } from '../../engine/rule.ts';
import { DATAPLANE_MODE_LABEL, INJECT_LABEL, INJECTION_LABEL, REVISION_LABEL } from '../../mesh/injection.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../mesh/workloads.ts';
import { replaceScalar, rewriteString } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

/** The webhook compares these labels letter by letter: `enable` brings nothing into the mesh, and nobody says so. */
export default defineRule({
  summary: 'Labels that bring workloads into the mesh have a value that Istio knows',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error' },
  fix: 'safe',
  messages: {
    unknown: {
      text: '{{label}}: {{value}} means nothing to Istio, as if the label were not there.',
      help: 'Write {{wanted}}.',
    },
    boolean: {
      text: '{{label}} is a boolean here, but labels and annotations are text, so Kubernetes refuses it.',
      help: 'Write it in quotes: {{label}}: "{{value}}".',
    },
    empty: {
      text: '{{label}} is empty, so no revision of Istio looks after these pods.',
      help: 'Name a revision or a revision tag, such as default.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
    'https://istio.io/latest/docs/reference/config/labels/',
  ],
  kinds: ['core/Namespace', ...WORKLOAD_KINDS],
  check(resource, context) {
    const workload = workloadOf(resource, context.mesh);
    const maps = workload ? [workload.labels, workload.annotations] : [resource.labels];
    for (const labels of maps) {
      for (const [label, values] of VALUES) checkValue(labels.child(label), values);
      const revision = labels.child(REVISION_LABEL);
      if (revision.exists && (revision.string === '' || revision.value === null))
        context.report(revision, 'empty', { label: REVISION_LABEL });
    }

    function checkValue(field: Field, values: readonly string[]): void {
      const { value, name } = field;
      if (!field.isSet || field.isUnknown || values.includes(String(value))) {
        if (typeof value === 'boolean' && values.includes(String(value))) report(field, 'boolean', String(value));
        return;
      }
      const meant = MEANT[String(value).toLowerCase()];
      const usable = meant !== undefined && values.includes(meant) ? meant : undefined;
      const edit = usable === undefined ? undefined : rewriteString(field, usable);
      context.report(
        field,
        'unknown',
        { label: name, value: String(value), wanted: usable ?? values.map((each) => `"${each}"`).join(' or ') },
        edit ? { fix: edit } : {},
      );
    }

    function report(field: Field, messageId: 'boolean', value: string): void {
      const edit = replaceScalar(field, `"${value}"`);
      context.report(field, messageId, { label: field.name, value }, edit ? { fix: edit } : {});
    }
  },
});

const VALUES: [string, readonly string[]][] = [
  [INJECTION_LABEL, ['enabled', 'disabled']],
  [DATAPLANE_MODE_LABEL, ['ambient', 'none']],
  [INJECT_LABEL, ['true', 'false']],
];

/** What people write for the value that they mean. */
const MEANT: Record<string, string> = {
  enable: 'enabled',
  true: 'enabled',
  yes: 'enabled',
  on: 'enabled',
  disable: 'disabled',
  false: 'disabled',
  no: 'disabled',
  off: 'disabled',
  enabled: 'enabled',
  disabled: 'disabled',
};
