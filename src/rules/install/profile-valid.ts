import { defineRule } from '../../engine/rule.ts';
import { FORMER_PROFILES, PROFILES } from '../../schemas/install/profiles.ts';
import { suggest } from '../../text/suggest.ts';
import { replaceScalar } from '../../yaml/edit.ts';

/** istioctl and the charts fail on a profile that they do not have, in the middle of an upgrade. */
export default defineRule({
  summary: 'An install names a profile that exists',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error' },
  fix: 'safe',
  messages: {
    unknown: { text: 'There is no profile "{{profile}}".', help: 'There are {{known}}.' },
    misspelt: { text: 'There is no profile "{{profile}}"; did you mean "{{wanted}}"?', help: 'There are {{known}}.' },
    former: { text: 'The profile "{{profile}}" is called "{{wanted}}" now.', help: 'Write profile: {{wanted}}.' },
  },
  sources: ['https://istio.io/latest/docs/setup/additional-setup/config-profiles/'],
  checkMesh(mesh, context) {
    const known = Object.keys(PROFILES);
    for (const { profile: field, resource } of mesh.installs()) {
      const profile = field.string;
      if (!profile || profile in PROFILES || /[./\\]|^(?:platform|compatibility-version)-/.test(profile)) continue;
      const former = FORMER_PROFILES[profile];
      const wanted = former ?? suggest(profile, known);
      const edit = wanted === undefined ? undefined : replaceScalar(field, wanted);
      const messageId = former !== undefined ? 'former' : wanted === undefined ? 'unknown' : 'misspelt';
      context.report(
        field,
        messageId,
        { profile, wanted: wanted ?? '', known: known.join(', ') },
        { ...(edit ? { fix: edit } : {}), ...(resource ? { resource } : {}) },
      );
    }
  },
});
