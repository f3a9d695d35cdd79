import { defineRule } from '../../engine/rule.ts';
import { installsOf } from '../../mesh/install/find.ts';
import { INSTALL_KINDS, type ProfileReader } from '../../mesh/install/install.ts';
import {
  CHART_PROFILES,
  FORMER_PROFILES,
  NOT_IN_CHARTS,
  PROFILES,
  SAIL_PROFILES,
} from '../../schemas/install/profiles.ts';
import { suggest } from '../../text/suggest.ts';
import { rewriteString } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** istioctl and the charts fail on a profile that they do not have, in the middle of an upgrade. */
export default defineRule({
  summary: 'An install names a profile that exists',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error' },
  fix: 'safe',
  messages: {
    unknown: { text: '{{reader}} no profile "{{profile}}", so the installation fails.', help: 'There are {{known}}.' },
    misspelt: {
      text: '{{reader}} no profile "{{profile}}", so the installation fails; did you mean "{{wanted}}"?',
      help: 'There are {{known}}.',
    },
    former: {
      text: '{{reader}} no profile "{{profile}}" any more, so the installation fails; it is "{{wanted}}" now.',
      help: 'Write profile: {{wanted}}.',
    },
    'not-in-charts': {
      text: 'The Helm charts of Istio have no profile "{{profile}}", so the installation fails.',
      help: '{{advice}}',
    },
  },
  sources: [
    'https://istio.io/latest/docs/setup/additional-setup/config-profiles/',
    'https://istio.io/latest/news/releases/1.24.x/announcing-1.24/upgrade-notes/',
  ],
  kinds: [...INSTALL_KINDS],
  checkMesh(mesh, context) {
    for (const { profiles, resource } of installsOf(mesh))
      for (const { field, reader } of profiles) check(field, reader, resource ? { resource } : {});

    function check(field: Field, reader: ProfileReader, extras: { resource?: Resource }): void {
      const profile = field.string;
      const known = KNOWN[reader];
      if (!profile || known.includes(profile) || OTHER[reader]?.test(profile)) return;
      const advice = reader === 'charts' ? NOT_IN_CHARTS.get(profile) : undefined;
      if (advice !== undefined) {
        context.report(field, 'not-in-charts', { profile, advice }, extras);
        return;
      }
      const former = FORMER_PROFILES.get(profile);
      const wanted = former ?? suggest(profile, known);
      const data = { profile, reader: READERS[reader], known: known.join(', '), wanted: wanted ?? '' };
      const edit = wanted === undefined ? undefined : rewriteString(field, wanted);
      const messageId = former !== undefined ? 'former' : wanted === undefined ? 'unknown' : 'misspelt';
      context.report(field, messageId, data, { ...extras, ...(edit ? { fix: edit } : {}) });
    }
  },
});

const READERS: Record<ProfileReader, string> = {
  istioctl: 'istioctl has',
  charts: 'The Helm charts of Istio have',
  sail: 'The Sail Operator has',
};

const KNOWN: Record<ProfileReader, readonly string[]> = {
  istioctl: [...PROFILES.keys()],
  charts: CHART_PROFILES,
  sail: SAIL_PROFILES,
};

/** Files of profiles that istioctl is pointed at, and the charts' own files that lie beside the profiles. */
const OTHER: Partial<Record<ProfileReader, RegExp>> = {
  istioctl: /[./\\]/,
  charts: /^(?:platform|compatibility-version)-/,
};
