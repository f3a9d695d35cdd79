import { defineRule } from '../../engine/rule.ts';
import { DATAPLANE_MODE_LABEL, INJECTION_LABEL, REVISION_LABEL } from '../../mesh/injection.ts';
import { isPatched } from '../../mesh/patches.ts';

/** Of several labels one wins, and not the one that people expect: istio-injection beats a revision, in silence. */
export default defineRule({
  summary: 'A Namespace joins the mesh by one label',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'error', 'istioctl-parity': 'warning' },
  codes: ['IST0123'],
  messages: {
    revision: {
      text: 'Both {{injection}} and {{revision}} are set here: the first decides and the revision is ignored.',
      help: 'Delete istio-injection to have the revision inject, or istio.io/rev to have the default one.',
    },
    ambient: {
      text: 'The Namespace asks for sidecars by {{label}} and for ambient mode too; pods that get a sidecar are left out of ambient mode.',
      help: 'Keep one of the two.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0123/',
    'https://istio.io/latest/docs/setup/upgrade/canary/#data-plane',
  ],
  kinds: ['core/Namespace'],
  fields: [INJECTION_LABEL, REVISION_LABEL, DATAPLANE_MODE_LABEL],
  check(namespace, context) {
    const { labels } = namespace;
    const [injection, revision, mode] = [INJECTION_LABEL, REVISION_LABEL, DATAPLANE_MODE_LABEL].map((label) =>
      labels.child(label),
    ) as [typeof labels, typeof labels, typeof labels];
    const isAmbient = mode.exists && mode.string !== 'none';
    if (
      namespace.isPatch ||
      isPatched(context.mesh, namespace, 'labels') ||
      (injection.exists && injection.value !== 'enabled')
    )
      return;
    if (injection.exists && revision.exists) {
      const data = { injection: 'istio-injection: enabled', revision: `istio.io/rev: ${revision.value}` };
      const related = [{ field: injection, message: 'this one decides' }];
      context.report(revision, 'revision', data, { at: 'key', related });
    } else if (isAmbient && (injection.exists || revision.exists)) {
      const label = injection.exists ? injection : revision;
      const related = [{ field: label, message: 'sidecars are asked for here' }];
      context.report(mode, 'ambient', { label: `${label.name}: ${label.value}` }, { at: 'key', related });
    }
  },
});
