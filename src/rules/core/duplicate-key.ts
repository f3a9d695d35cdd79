import { defineRule } from '../../engine/rule.ts';
import type { YamlDocument } from '../../yaml/document.ts';
import type { Span } from '../../yaml/node.ts';
import { isKubernetes } from '../../yaml/resources.ts';

/** `kubectl apply` refuses a document with a key twice; older tools silently keep the last one. */
export default defineRule({
  summary: 'No mapping holds the same key twice',
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
    duplicate: {
      text: 'The key "{{key}}" stands twice in this mapping; its first value, in line {{line}}, is lost.',
      help: 'Delete one of the two, or merge them.',
    },
  },
  sources: ['https://yaml.org/spec/1.2.2/#3213-node-comparison', 'https://pkg.go.dev/sigs.k8s.io/yaml#UnmarshalStrict'],
  checkMesh(mesh, context) {
    for (const file of mesh.files) {
      for (const document of file.documents) {
        if (document.problems.length === 0 || !isKubernetes(document)) continue;
        const resources = mesh.resourcesIn(document);
        for (const problem of document.problems) {
          if (problem.code !== 'duplicate-key') continue;
          const [resource] = resources;
          const data = {
            key: keyAt(document, problem),
            line: problem.related ? document.locate(problem.related).line : 0,
          };
          context.reportSpan(
            document,
            problem,
            'duplicate',
            data,
            resources.length === 1 && resource ? { resource } : {},
          );
        }
      }
    }
  },
});

function keyAt(document: YamlDocument, span: Span): string {
  return document.text(span).replace(/^(["'])(.*)\1$/, '$2');
}
