import { defineRule } from '../../engine/rule.ts';
import { compareVersions } from '../../engine/version.ts';
import { installsOf } from '../../mesh/install/find.ts';
import { INSTALL_KINDS } from '../../mesh/install/install.ts';
import { PILOT_VARIABLES, REMOVED_VARIABLES } from '../../schemas/install/removed-env.ts';
import { suggest } from '../../text/suggest.ts';
import type { Field } from '../../yaml/field.ts';

/** istiod does not say that it does not know a variable: the setting is gone after an upgrade, and nobody notices. */
export default defineRule({
  summary: 'istiod is given environment variables that it reads',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning' },
  messages: {
    removed: {
      text: 'Since Istio {{since}} istiod no longer reads {{name}}, so it has no effect.',
      help: '{{successor}}',
    },
    misspelt: { text: 'istiod reads no variable {{name}}; did you mean {{wanted}}?', help: 'Write {{wanted}}.' },
  },
  sources: [
    'https://istio.io/latest/docs/reference/commands/pilot-discovery/#envvars',
    'https://istio.io/latest/news/releases/',
  ],
  kinds: [...INSTALL_KINDS],
  checkMesh(mesh, context) {
    for (const { components } of installsOf(mesh)) {
      for (const { name, env } of components)
        if (name === 'istiod') for (const [variable, field] of env) check(variable, field);
    }

    function check(name: string, field: Field): void {
      const at = field.name === 'name' ? 'value' : 'key';
      const removed = REMOVED_VARIABLES.get(name);
      if (removed) {
        if (compareVersions(context.istioVersion, removed.since) < 0) return;
        context.report(field, 'removed', { name, ...removed }, { at });
      } else if (name.startsWith('PILOT_') && !PILOT_VARIABLES.has(name)) {
        const wanted = suggest(name, PILOT_VARIABLES, 2);
        if (wanted !== undefined) context.report(field, 'misspelt', { name, wanted }, { at });
      }
    }
  },
});
