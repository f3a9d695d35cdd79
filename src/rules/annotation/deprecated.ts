import { defineRule } from '../../engine/rule.ts';
import { compareVersions } from '../../engine/version.ts';
import { annotatedIn } from '../../mesh/annotations.ts';
import { INJECT_LABEL } from '../../mesh/injection.ts';
import { WORKLOAD_KINDS } from '../../mesh/workloads.ts';
import { knownAnnotation } from '../../values/annotations.ts';
import { replaceSpan } from '../../yaml/edit.ts';

/** A deprecated annotation works until the release that removes it, and that release says nothing. */
export default defineRule({
  summary: 'Annotations are not deprecated',
  type: 'suggestion',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'info', strict: 'warning', 'istioctl-parity': 'info' },
  codes: ['IST0135'],
  fix: 'safe',
  messages: { deprecated: { text: '{{name}} is deprecated, and a later Istio removes it.', help: '{{successor}}' } },
  sources: [
    'https://istio.io/latest/docs/reference/config/annotations/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0135/',
  ],
  kinds: ['core/Namespace', 'core/Service', ...WORKLOAD_KINDS],
  fields: ['annotations'],
  check(resource, context) {
    for (const { annotations, isAnalyzed } of annotatedIn(resource, context.mesh)) {
      for (const field of annotations.entries()) {
        const { name, keySpan } = field;
        const { deprecated } = knownAnnotation(name) ?? {};
        // injection/annotation-instead-of-label tells this one.
        if (!deprecated || name === INJECT_LABEL) continue;
        if (compareVersions(context.istioVersion, deprecated.since) < 0) continue;
        const renamed = RENAMED[name];
        const edit =
          renamed && keySpan && !annotations.child(renamed).exists
            ? replaceSpan(field, keySpan, field.document.text(keySpan).replace(name, renamed))
            : undefined;
        const { successor } = deprecated;
        const extras = { at: 'key', ...(edit ? { fix: edit } : {}), ...(isAnalyzed ? {} : { codes: [] }) } as const;
        context.report(field, 'deprecated', { name, successor }, extras);
      }
    }
  },
});

const RENAMED: Record<string, string | undefined> = {
  'traffic.sidecar.istio.io/kubevirtInterfaces': 'istio.io/reroute-virtual-interfaces',
};
