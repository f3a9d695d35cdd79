import { defineRule } from '../../engine/rule.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { workloadOf } from '../../mesh/workloads.ts';
import { isAlphaAnnotation, isWrittenByInjection } from '../../values/alpha-annotations.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** Istio promises nothing of an alpha feature: it may change with any release, or go. */
export default defineRule({
  summary: 'No annotation and no kind belongs to an alpha feature of Istio',
  type: 'suggestion',
  precision: 'high',
  since: '0.1.0',
  presets: { production: 'info', 'istioctl-parity': ['info', { allow: [], kinds: false }] },
  codes: ['IST0136'],
  options: {
    allow: {
      type: 'array',
      items: { type: 'string' },
      default: [
        'galley.istio.io/analyze-suppress',
        'inject.istio.io/templates',
        'sidecar.istio.io/proxyCPU',
        'sidecar.istio.io/proxyCPULimit',
        'sidecar.istio.io/proxyMemory',
        'sidecar.istio.io/proxyMemoryLimit',
      ],
      description: 'Annotations and kinds that may be; by default those that nothing else does the work of.',
    },
    kinds: {
      type: 'boolean',
      default: true,
      description: "Report kinds too that are served as alpha versions alone; Istio's analyzer looks at annotations.",
    },
  },
  messages: {
    annotation: {
      text: '{{name}} belongs to an alpha feature, which may change or go with any release of Istio.',
      help: 'Test it with every upgrade; allow: ["{{name}}"] keeps it quiet.',
    },
    kind: {
      text: '{{kind}} is served as {{version}} alone, an alpha API that may change or go with any release.',
      help: 'Test it with every upgrade; allow: ["{{kind}}"] keeps it quiet.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0136/',
    'https://istio.io/latest/docs/reference/config/annotations/',
    'https://istio.io/latest/docs/releases/feature-stages/',
  ],
  kinds: ['*'],
  check(resource, context) {
    const { mesh, options, schemas } = context;
    const allowed: readonly unknown[] = options.allow;
    for (const field of annotationsOf(resource, mesh)) {
      const { name } = field;
      if (!isAlphaAnnotation(name) || allowed.includes(name)) continue;
      if (isWrittenByInjection(name) && isInjected(resource)) continue;
      context.report(field, 'annotation', { name }, { at: 'key' });
    }
    const { group, kind } = resource;
    if (!options.kinds || allowed.includes(kind) || TOLD_ELSEWHERE.includes(kind)) return;
    const versions = schemas.served(group, kind)?.versions ?? [];
    const [version] = versions;
    if (version !== undefined && versions.every((each) => each.includes('alpha')))
      context.report(resource.root.child('apiVersion'), 'kind', { kind, version }, { codes: [] });
  },
});

/** EnvoyFilter has extension/envoy-filter-discouraged, and an IstioOperator is a file for istioctl. */
const TOLD_ELSEWHERE = ['EnvoyFilter', 'IstioOperator'];

function annotationsOf(resource: Resource, mesh: Mesh): readonly Field[] {
  const workload = workloadOf(resource, mesh);
  const pods = workload && resource.kind !== 'Pod' ? workload.annotations.entries() : [];
  return [...resource.annotations.entries(), ...pods];
}

/** A pod as the cluster has it, where the CNI plugin does what the container istio-init does elsewhere. */
function isInjected({ kind, spec }: Resource): boolean {
  const initContainers = spec.child('initContainers').items();
  return kind === 'Pod' && initContainers.every((container) => container.child('name').string !== 'istio-init');
}
