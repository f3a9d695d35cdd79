import { defineRule } from '../../engine/rule.ts';
import { YamlDocument } from '../../yaml/document.ts';

/** A file that was asked for but could not be read must not look like a clean one. */
export default defineRule({
  summary: 'Every file and folder that was named or found can be read',
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
    unreadable: { text: 'This could not be read: {{problem}}.', help: '{{help}}' },
  },
  sources: ['https://nodejs.org/api/errors.html#common-system-errors'],
  checkMesh(mesh, context) {
    for (const file of mesh.files) {
      if (!file.unreadable) continue;
      const nowhere = { start: 0, end: 0 };
      const document = new YamlDocument({ file, index: 0, span: nowhere, root: undefined, problems: [] });
      const { message, help = 'Mend the file or take it out of the paths that are linted.' } = file.unreadable;
      context.reportSpan(document, nowhere, 'unreadable', { problem: message, help }, { fatal: true });
    }
  },
});
