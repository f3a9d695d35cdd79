import { defineRule, type ReportExtras } from '../../engine/rule.ts';
import { compareVersions } from '../../engine/version.ts';
import { annotatedIn } from '../../mesh/annotations.ts';
import { suggest } from '../../text/suggest.ts';
import {
  annotationNames,
  isIstioAnnotation,
  isWrittenByIstio,
  knownAnnotation,
  LABELS_ONLY,
} from '../../values/annotations.ts';
import { replaceSpan } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';
import { hasPlaceholder } from '../../yaml/placeholder.ts';

/** Kubernetes takes any annotation, and Istio reads those that it knows: a letter too much, and the setting is none. */
export default defineRule({
  summary: "Annotations in Istio's domain are ones that Istio knows",
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', 'istioctl-parity': 'warning' },
  codes: ['IST0108'],
  fix: 'unsafe',
  messages: {
    unknown: { text: 'Istio has no annotation {{name}}, so it does nothing.', help: '{{wanted}}' },
    label: { text: '{{name}} is a label; as an annotation it does nothing.', help: 'Move it to the labels.' },
    'not-yet': {
      text: 'Istio {{istio}} has no annotation {{name}}; it came with {{since}}.',
      help: 'Leave it out, or lint for the Istio that the cluster runs (--istio-version {{since}}).',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/annotations/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0108/',
  ],
  kinds: ['*'],
  fields: ['annotations'],
  check(resource, context) {
    for (const { annotations, isAnalyzed } of annotatedIn(resource, context.mesh))
      for (const field of annotations.entries())
        if (isIstioAnnotation(field.name)) judge(field, { at: 'key', ...(isAnalyzed ? {} : { codes: [] }) });

    function judge(field: Field, extras: ReportExtras): void {
      const { name } = field;
      if (isWrittenByIstio(name) || hasPlaceholder(name)) return;
      const known = knownAnnotation(name);
      const istio = context.istioVersion;
      if (known?.since && compareVersions(istio, known.since) < 0)
        context.report(field, 'not-yet', { name, istio, since: known.since }, extras);
      else if (!known && LABELS_ONLY.has(name)) context.report(field, 'label', { name }, extras);
      else if (!known) reportUnknown(field, extras);
    }

    function reportUnknown(field: Field, extras: ReportExtras): void {
      const { name, keySpan, parent } = field;
      const near = meantBy(name);
      const wanted = near ? `Write ${near}.` : 'Look it up in the list of annotations, or delete it.';
      const edit =
        keySpan && near && !parent?.child(near).exists
          ? replaceSpan(field, keySpan, field.document.text(keySpan).replace(name, near))
          : undefined;
      context.report(field, 'unknown', { name, wanted }, { ...extras, ...(edit ? { fix: edit } : {}) });
    }
  },
});

/** A known name that differs in its domain alone, or by a few letters. */
function meantBy(name: string): string | undefined {
  const names = [...annotationNames()];
  const last = (text: string) => text.slice(text.indexOf('/') + 1).toLowerCase();
  return names.find((each) => last(each) === last(name)) ?? suggest(name, names, 3);
}
