import { defineRule } from '../../engine/rule.ts';
import { hasSelector } from '../../mesh/peer-authentication.ts';

/** In the root namespace a policy is mesh-wide or nothing: with a selector, Istio does not look at it. */
export default defineRule({
  summary: 'A PeerAuthentication in the root namespace has no selector',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error' },
  messages: {
    ignored: {
      text: 'Istio ignores a PeerAuthentication with a selector in the root namespace {{root}}, so its mode takes effect nowhere.',
      help: 'Move it to the namespace of the workloads, or delete the selector to make it mesh-wide.',
    },
  },
  sources: ['https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication'],
  kinds: ['PeerAuthentication'],
  fields: ['selector'],
  check(policy, context) {
    const { mesh } = context;
    if (
      mesh.namespaceOf(policy) !== mesh.rootNamespace ||
      !hasSelector(policy) ||
      policy.spec.child('selector').hasUnknown
    )
      return;
    context.report(policy.spec.child('selector'), 'ignored', { root: mesh.rootNamespace }, { at: 'key' });
  },
});
