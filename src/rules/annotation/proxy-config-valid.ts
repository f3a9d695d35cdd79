import { defineRule } from '../../engine/rule.ts';
import { EMBEDDED_KINDS, proxyConfigsOf } from '../../mesh/embedded-config.ts';
import { PROXY_CONFIG_MESSAGES, proxyConfigProblems } from '../../mesh/settings/proxy-config.ts';
import type { Field } from '../../yaml/field.ts';

/** A Deployment with such an annotation is created, but none of its pods: the injection webhook turns them away. */
export default defineRule({
  summary: 'The annotation proxy.istio.io/config has values that the injector accepts',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0125'],
  messages: PROXY_CONFIG_MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/annotations/#ProxyConfig',
    'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig',
    'https://istio.io/latest/docs/reference/config/analysis/ist0125/',
  ],
  kinds: [...EMBEDDED_KINDS],
  async checkMesh(mesh, context) {
    for (const { field, complete } of proxyConfigsOf(mesh)) {
      let codes = (await isReadable(field, context.istioVersion)) ? ['IST0125'] : [];
      for (const problem of proxyConfigProblems(field, complete)) {
        context.report(
          problem.field,
          problem.id,
          { ...problem.data, effect: 'the injector refuses the pods' },
          { codes },
        );
        // Istio has one message for each annotation.
        codes = [];
      }
    }
  },
});

/** Else mesh-config/schema gives Istio's one message for the annotation. */
async function isReadable(config: Field, istioVersion: string): Promise<boolean> {
  const { checkMessage } = await import('../../schemas/mesh/check.ts');
  return [...checkMessage(config, 'ProxyConfig', istioVersion)].every(({ ignored }) => ignored);
}
