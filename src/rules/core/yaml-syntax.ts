import { defineRule } from '../../engine/rule.ts';

/** Kubernetes can't read the document, so nothing in it is applied. */
export default defineRule({
  summary: 'The document is YAML that Kubernetes can read',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: 'error',
    'istio-validate': 'error',
    'istioctl-parity': 'error',
  },
  messages: {
    syntax: {
      text: 'YAML syntax: {{problem}}.',
      help: 'Nothing in this document is applied or checked before it parses.',
    },
  },
  sources: ['https://yaml.org/spec/1.2.2/', 'https://pkg.go.dev/sigs.k8s.io/yaml'],
  checkMesh(mesh, context) {
    for (const file of mesh.files) {
      for (const document of file.documents) {
        for (const problem of document.problems) {
          if (problem.code !== 'syntax') continue;
          context.reportSpan(document, problem, 'syntax', { problem: problem.message }, { fatal: true });
        }
      }
    }
  },
});
