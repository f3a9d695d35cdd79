import { defineRule } from '../../engine/rule.ts';
import { EMBEDDED_KINDS, embeddedConfigsOf } from '../../mesh/embedded-config.ts';

/** No CRD stands behind mesh configuration: Istio passes over a field that it does not know, and a wrong type costs all of it. */
export default defineRule({
  summary: 'Mesh configuration in ConfigMaps, install files and annotations has the fields and types that Istio reads',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0125'],
  fix: 'either',
  messages: {
    unknown: {
      text: 'There is no field "{{name}}" in {{where}}, so Istio passes over it.',
      help: 'Delete it, or look its name up in the reference of the mesh config.',
    },
    misspelt: {
      text: 'There is no field "{{name}}" in {{where}}, so Istio passes over it; did you mean "{{wanted}}"?',
      help: 'Rename it to "{{wanted}}": as it is, the setting has no effect.',
    },
    misplaced: {
      text: 'There is no field "{{name}}" in {{where}}, so Istio passes over it; it belongs {{wanted}}.',
      help: 'Move it there.',
    },
    removed: {
      text: 'Istio dropped the field "{{name}}" in {{where}} {{until}}, so the setting has no effect.',
      help: 'Delete it.',
    },
    'not-yet': {
      text: 'The field "{{name}}" in {{where}} came with Istio {{since}}, so Istio {{version}} passes over it.',
      help: 'Upgrade to Istio {{since}}, or delete it.',
    },
    oneof: {
      text: 'Only one of "{{other}}" and "{{name}}" counts in {{where}}, and Istio passes over the other.',
      help: 'Keep the one that is meant.',
    },
    type: {
      text: '{{path}} is {{found}}, where {{wanted}} belongs, so {{effect}}.',
      help: 'Write {{wanted}}.',
    },
    text: {
      text: '{{path}} is {{found}}, where text belongs, so {{effect}}.',
      help: 'Put it in quotes: {{wanted}}.',
    },
    parameter: {
      text: 'Helm makes {{path}} {{found}}, where text belongs, so {{effect}}.',
      help: 'Add forceString: true to this parameter.',
    },
    duration: {
      text: '{{path}} is {{found}}, where a duration such as 500ms, 10s or 1m30s belongs, so {{effect}}.',
      help: 'Write a number with a unit: h, m, s or ms.',
    },
    range: {
      text: '{{path}} is {{found}}, which is outside of {{least}} to {{most}}, so {{effect}}.',
      help: 'Write a number from {{least}} to {{most}}.',
    },
    enum: { text: '{{path}} is {{found}}, which is none of its values, so {{effect}}.', help: 'Known: {{wanted}}.' },
    'enum-near': {
      text: '{{path}} is {{found}}, which is none of its values, so {{effect}}; did you mean "{{near}}"?',
      help: 'Known: {{wanted}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/',
    'https://istio.io/latest/docs/reference/config/annotations/#ProxyConfig',
    'https://protobuf.dev/programming-guides/json/',
  ],
  kinds: [...EMBEDDED_KINDS],
  async checkMesh(mesh, context) {
    const configs = embeddedConfigsOf(mesh);
    if (configs.length === 0) return;
    const { checkMessage } = await import('../../schemas/mesh/check.ts');
    for (const { field: root, type, reader } of configs) {
      let codes = reader === 'injector' ? ['IST0125'] : [];
      for (const { id, field, at, data, ignored, edit } of checkMessage(root, type, context.istioVersion)) {
        // What Istio passes over now, it will read then.
        const safety = ignored ? ('unsafe' as const) : ('safe' as const);
        const extras = { ...(at ? { at } : {}), ...(edit ? { fix: edit, safety } : {}) } as const;
        if (ignored) context.report(field, id, data, { ...extras, codes: [], level: 'warning' });
        else {
          context.report(field, id, { ...data, effect: EFFECTS[reader] }, { ...extras, codes });
          // Istio has one message for each annotation.
          codes = [];
        }
      }
    }
  },
});

/** What comes of configuration that can't be read. */
const EFFECTS = {
  istioctl: 'istioctl installs nothing',
  istiod: 'istiod reads none of this configuration',
  injector: 'the injector refuses the pods',
};
