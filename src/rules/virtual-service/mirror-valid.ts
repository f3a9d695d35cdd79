import { defineRule } from '../../engine/rule.ts';
import { routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { percentProblem } from '../../values/percent.ts';
import { isUint32 } from '../../values/port.ts';
import { replaceSpan } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

/** A share of requests is sent to the mirror as well, and its answers are thrown away. */
export default defineRule({
  summary: 'The share of mirrored requests is a percentage, in the field that Istio keeps',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  otherCodes: ['IST0133'],
  fix: 'safe',
  messages: {
    percent: {
      text: '{{name}} {{value}} {{problem}}, so Istio rejects it.',
      help: 'Write a percentage from 0 to 100.',
    },
    deprecated: {
      text: '{{name}} is deprecated: mirrorPercentage has taken its place, and takes parts of a percent too.',
      help: 'Write mirrorPercentage with the value below it.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute',
    'https://istio.io/latest/docs/tasks/traffic-management/mirroring/',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['mirrors', 'mirrorPercent', 'mirror_percent', 'mirrorPercentage'],
  check(service, context) {
    for (const route of routesOf(service, 'http')) {
      const old = ['mirrorPercent', 'mirror_percent'].map((name) => route.child(name)).find(({ isSet }) => isSet);
      if (old) {
        const edit = modern(old);
        context.report(
          old,
          'deprecated',
          { name: old.name },
          { at: 'key', level: 'warning', codes: ['IST0133'], ...(edit ? { fix: edit } : {}) },
        );
      }
      const shares = [
        route.child('mirrorPercentage'),
        ...route
          .child('mirrors')
          .items()
          .map((mirror) => mirror.child('percentage')),
      ];
      for (const field of [...(old ? [old] : []), ...shares.map((share) => share.child('value'))]) {
        const value = field.number;
        const isJudged = value !== undefined && (field !== old || isUint32(value));
        const problem = isJudged ? percentProblem(value) : undefined;
        const name = field.name === 'value' ? (field.parent?.name ?? '') : field.name;
        if (problem) context.report(field, 'percent', { name, value: value ?? 0, problem });
      }
    }
  },
});

/** `mirrorPercent: 10` as `mirrorPercentage: {value: 10}`. */
function modern(field: Field) {
  const { keySpan, node, number, parent, document } = field;
  if (!keySpan || node?.type !== 'scalar' || number === undefined || parent?.child('mirrorPercentage').exists)
    return undefined;
  const quoted = document.text(keySpan).startsWith('"');
  const text = quoted ? `"mirrorPercentage": {"value": ${number}}` : `mirrorPercentage: {value: ${number}}`;
  return replaceSpan(field, { start: keySpan.start, end: node.end }, text);
}
