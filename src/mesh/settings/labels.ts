import { labelKeyProblem, labelValueProblem } from '../../values/labels.ts';
import type { Field } from '../../yaml/field.ts';
import { hasPlaceholder } from '../../yaml/placeholder.ts';

/** What each problem of a label is called to a person. `place` is the path of the labels. */
export const LABEL_MESSAGES = {
  'label-key': {
    text: 'The label key "{{key}}" in {{place}} {{problem}}, so Istio rejects it.',
    help: 'Write the key as name or prefix/name: at most 63 letters, digits, "-", "_" and ".", after a domain name.',
  },
  'label-value': {
    text: 'The value "{{value}}" of the label "{{key}}" {{problem}}, so Istio rejects it.',
    help: 'Write letters, digits, "-", "_" and ".", with a letter or digit at both ends, or nothing.',
  },
};

export interface LabelProblem {
  field: Field;
  id: keyof typeof LABEL_MESSAGES;
  data: Record<string, string>;
  at: 'key' | 'value';
}

/** What Istio refuses in labels that are given to something (not selected by). Source: istio/istio labels.Instance. */
export function* labelsProblems(labels: Field): Generator<LabelProblem> {
  for (const field of labels.entries()) {
    const { name: key, string: value } = field;
    const keyProblem = labelKeyProblem(key);
    const valueProblem = value !== undefined && labelValueProblem(value);
    if (keyProblem && !hasPlaceholder(key))
      yield { field, id: 'label-key', data: { key, place: labels.display, problem: keyProblem }, at: 'key' };
    if (value !== undefined && valueProblem)
      yield { field, id: 'label-value', data: { key, value, problem: valueProblem }, at: 'value' };
  }
}
