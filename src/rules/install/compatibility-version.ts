import { type Context, defineRule } from '../../engine/rule.ts';
import { installsOf } from '../../mesh/install/find.ts';
import { INSTALL_KINDS } from '../../mesh/install/install.ts';
import { compatibilityVersions, pinnedSettings } from '../../schemas/install/compatibility.ts';
import { minorOf } from '../../values/istio-version.ts';
import { replaceScalar } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

const MESSAGES = {
  gone: {
    text: 'Istio {{istio}} has no profile for compatibilityVersion "{{version}}", so the installation fails.',
    help: 'Write one of {{known}}, or delete it once nothing relies on what it keeps.',
  },
  newer: {
    text: 'compatibilityVersion is "{{version}}", but Istio {{istio}} can only behave as an older version, so the installation fails.',
    help: 'Delete it, or write one of {{known}}.',
  },
  unknown: {
    text: '"{{version}}" is no version that Istio can be told to behave as, so the installation fails.',
    help: 'Write one of {{known}}.',
  },
  number: {
    text: 'Without quotes, compatibilityVersion is the number {{version}}, for which Istio {{istio}} has no profile, so the installation fails.',
    help: 'Write "{{version}}0", in quotes.',
  },
  pinned: {
    text: 'Istio {{istio}} is told to behave as {{version}}, so it keeps {{count}} of the old defaults.',
    help: 'They are {{settings}}. Delete compatibilityVersion once nothing relies on them: later releases have no profile for {{version}}, and fail on it.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** The charts fail on a compatibility version that they have no profile for, in the middle of an upgrade. */
export default defineRule({
  summary: 'An install keeps the behaviour of an older Istio only for a time',
  type: 'suggestion',
  precision: 'high',
  since: '0.1.0',
  presets: { production: 'info', 'istioctl-parity': 'warning' },
  codes: ['IST0168', 'IST0169'],
  fix: 'safe',
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/setup/additional-setup/compatibility-versions/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0168/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0169/',
  ],
  kinds: [...INSTALL_KINDS],
  checkMesh(mesh, context) {
    for (const { form, compatibility, version, controlPlane, resource } of installsOf(mesh)) {
      // What is installed counts where it is written, and is often not the newest.
      const istio = minorOf(version.string ?? '') ?? context.istioVersion;
      // That spec.compatibilityVersion of an IstioOperator is text, core/schema says.
      for (const field of compatibility)
        if (form !== 'IstioOperator' || field.number === undefined || field.parent?.name === 'values')
          check(field, istio, controlPlane, resource ? { resource } : {}, context);
    }
  },
});

function check(
  field: Field,
  istio: string,
  isControlPlane: boolean,
  extras: { resource?: Resource },
  context: Here,
): void {
  const version = field.string ?? field.number?.toString();
  const known = compatibilityVersions(istio);
  if (!version || !known) return;
  const data = { istio, version, known: known.join(', ') };
  if (known.includes(version)) {
    const settings = pinnedSettings(istio, version);
    const pinned = { ...data, count: settings.length, settings: settings.join(', ') };
    if (settings.length > 0 && isControlPlane) context.report(field, 'pinned', pinned, extras);
  } else if (field.number !== undefined && known.includes(`${version}0`)) {
    const fix = replaceScalar(field, `"${version}0"`);
    context.report(field, 'number', data, { ...extras, level: 'error', ...(fix ? { fix } : {}) });
  } else if (!/^1\.[0-9]+$/.test(version)) {
    const wanted = minorOf(version);
    const edit = wanted !== undefined && known.includes(wanted) ? replaceScalar(field, `"${wanted}"`) : undefined;
    const suggestions = edit ? [{ desc: `Write "${wanted}"`, edit }] : [];
    context.report(field, 'unknown', data, { ...extras, level: 'error', suggestions });
  } else {
    const isOlder = Number(version.slice(2)) < Number(known[0]?.slice(2));
    context.report(field, isOlder ? 'gone' : 'newer', data, { ...extras, level: 'error' });
  }
}
