import { defineRule } from '../../engine/rule.ts';
import { EMBEDDED_KINDS, embeddedTextsOf } from '../../mesh/embedded-config.ts';
import { readEmbedded } from '../../yaml/embedded.ts';

/** Kubernetes takes any string, so what is wrong inside shows only when Istio or Argo CD reads it. */
export default defineRule({
  summary: 'Configuration in a string is YAML',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0125'],
  messages: {
    syntax: {
      text: 'YAML syntax in the text of {{name}}: {{problem}}.',
      help: 'The API server takes any text here, but {{effect}}.',
    },
    'no-map': {
      text: 'The text of {{name}} is YAML, but no map of settings, so {{effect}}.',
      help: 'Write settings as "name: value", one a line.',
    },
    duplicate: {
      text: 'The key "{{key}}" stands twice in the text of {{name}}; its first value, in line {{line}}, is lost.',
      help: 'Delete one of the two, or merge them.',
    },
  },
  sources: [
    'https://yaml.org/spec/1.2.2/',
    'https://istio.io/latest/docs/reference/config/annotations/#ProxyConfig',
    'https://argo-cd.readthedocs.io/en/stable/user-guide/helm/',
  ],
  kinds: [...EMBEDDED_KINDS],
  checkMesh(mesh, context) {
    for (const { field, reader } of embeddedTextsOf(mesh)) {
      const document = readEmbedded(field);
      if (!document) continue;
      const { root, problems } = document;
      const data = { name: field.name, effect: EFFECTS[reader] };
      const codes = reader === 'injector' ? ['IST0125'] : [];
      const resource = mesh.resourceOf(field);
      const extras = resource ? { resource, codes } : { codes };
      for (const problem of problems) {
        if (problem.code === 'syntax')
          context.reportSpan(document, problem, 'syntax', { ...data, problem: problem.message }, extras);
        else {
          const key = document.text(problem).replace(/^(["'])(.*)\1$/, '$2');
          const line = problem.related ? document.locate(problem.related).line : 0;
          context.reportSpan(
            document,
            problem,
            'duplicate',
            { ...data, key, line },
            { ...extras, level: 'warning', codes: [] },
          );
        }
      }
      const readable = problems.every(({ code }) => code !== 'syntax');
      if (readable && root.isSet && !root.isMap && !root.isUnknown) context.report(field, 'no-map', data, extras);
    }
  },
});

const EFFECTS = {
  istiod: 'istiod reads none of it',
  injector: 'the injector refuses the pods',
  'argo-cd': 'Argo CD cannot render the chart',
};
