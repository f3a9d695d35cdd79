import { defineRule } from '../../engine/rule.ts';
import { installsOf } from '../../mesh/install/find.ts';
import { INSTALL_KINDS } from '../../mesh/install/install.ts';

/** The demo profile logs and traces everything, and gives the control plane next to no resources. */
export default defineRule({
  summary: 'Production is not installed from a profile for demonstrations',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { production: 'warning' },
  options: {
    profiles: {
      type: 'array',
      items: { type: 'string' },
      default: ['demo', 'preview'],
      description: 'The profiles that are not for production.',
    },
  },
  messages: {
    demo: {
      text: 'The profile "{{profile}}" is not made for production: it is for trying things out, with small resources and features in test.',
      help: 'Write profile: default, minimal or ambient, and switch on what you need.',
    },
  },
  sources: ['https://istio.io/latest/docs/setup/additional-setup/config-profiles/'],
  kinds: [...INSTALL_KINDS],
  checkMesh(mesh, context) {
    for (const { field } of installsOf(mesh).flatMap(({ profiles }) => profiles)) {
      const profile = field.string;
      if (profile !== undefined && context.options.profiles.includes(profile))
        context.report(field, 'demo', { profile });
    }
  },
});
