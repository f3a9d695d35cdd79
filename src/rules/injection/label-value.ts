import { defineRule, type ReportExtras } from '../../engine/rule.ts';
import { DATAPLANE_MODE_LABEL, INJECT_LABEL, INJECTION_LABEL, REVISION_LABEL } from '../../mesh/injection.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../mesh/workloads.ts';
import { replaceScalar, rewriteString } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

/** Istio compares these labels letter by letter: `enable` brings nothing into the mesh, and nobody says so. */
export default defineRule({
  summary: 'Labels that bring workloads into the mesh have a value that Istio knows',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error' },
  fix: 'either',
  messages: {
    unknown: {
      text: '"{{value}}" is no value of {{label}} that Istio knows, so {{effect}}.',
      help: 'Write {{wanted}}.',
    },
    'not-text': {
      text: '{{label}} is {{type}} here, but values of labels and annotations are text, so Kubernetes refuses the object.',
      help: 'Write {{wanted}}.',
    },
    empty: {
      text: '{{label}} has an empty value, so {{effect}}.',
      help: 'Write {{wanted}}, or delete the label.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
    'https://istio.io/latest/docs/reference/config/labels/',
  ],
  kinds: ['core/Namespace', ...WORKLOAD_KINDS],
  fields: [INJECTION_LABEL, REVISION_LABEL, DATAPLANE_MODE_LABEL, INJECT_LABEL],
  check(resource, context) {
    const workload = workloadOf(resource, context.mesh);
    const judge = (map: Field, names: readonly string[]) => {
      for (const name of names) judgeValue(map.child(name));
    };
    if (!workload) judge(resource.labels, [INJECTION_LABEL, REVISION_LABEL, DATAPLANE_MODE_LABEL]);
    else {
      judge(workload.labels, [INJECT_LABEL, REVISION_LABEL, DATAPLANE_MODE_LABEL]);
      judge(workload.annotations, [INJECT_LABEL]);
    }

    function judgeValue(field: Field): void {
      const { values, effect } = LABELS[field.name] ?? {};
      if (!field.exists || field.isUnknown || (resource.isPatch && field.value === null)) return;
      const { value, name: label } = field;
      const text = sourceOf(field) ?? String(value);
      const meant = meaningOf(text, values);
      const choices = values?.map((each) => `"${each}"`).join(' or ') ?? 'the name of a revision or of a revision tag';
      const wanted = meant === undefined || text === '' ? choices : `${label}: ${isBare(label) ? meant : `"${meant}"`}`;
      const data = { label, value: text, effect: effect ?? '', wanted, type: typeOf(value) };
      if (value === null || value === '') context.report(field, 'empty', data);
      else if (typeof value !== 'string') context.report(field, 'not-text', data, fixTo(field, meant, 'safe'));
      else if (values && !values.includes(value)) context.report(field, 'unknown', data, fixTo(field, meant, 'unsafe'));
    }
  },
});

/** The values of a label, all where any text will do, and what Istio does with one that it does not know. */
const LABELS: Record<string, { values?: readonly string[]; effect: string } | undefined> = {
  [INJECTION_LABEL]: { values: ['enabled', 'disabled'], effect: 'no pod of the namespace gets a sidecar' },
  [DATAPLANE_MODE_LABEL]: { values: ['ambient', 'none'], effect: 'ambient mode pays no attention to it' },
  [INJECT_LABEL]: { values: ['true', 'false'], effect: 'the setting of the namespace holds instead' },
  [REVISION_LABEL]: { effect: 'no revision of Istio looks after the pods' },
};

const YES = new Set(['true', 'yes', 'on', '1', 'enable', 'enabled', 'ambient']);
const NO = new Set(['false', 'no', 'off', '0', 'disable', 'disabled', 'none']);

/** The value that somebody means who writes a word for yes or no; of a revision, what stands there. */
function meaningOf(text: string, values: readonly string[] | undefined): string | undefined {
  const word = text.toLowerCase();
  if (!values) return text;
  const [yes, no] = values;
  if (YES.has(word)) return yes;
  return NO.has(word) ? no : undefined;
}

function fixTo(field: Field, value: string | undefined, safety: 'safe' | 'unsafe'): ReportExtras {
  if (value === undefined || field.scalar === undefined) return {};
  const fix = isBare(field.name) ? rewriteString(field, value) : replaceScalar(field, JSON.stringify(value));
  return fix ? { fix, safety } : {};
}

/** Are the label's values words that need no quotes? */
function isBare(label: string): boolean {
  return label === INJECTION_LABEL || label === DATAPLANE_MODE_LABEL;
}

/** A scalar as it was written, for 1.20 is another revision than 1.2. */
function sourceOf({ node, document, string }: Field): string | undefined {
  if (node?.type !== 'scalar') return undefined;
  return string ?? document.text(node);
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : `a ${typeof value}`;
}
