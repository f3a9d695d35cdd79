import { defineRule } from '../../engine/rule.ts';
import { FirstOf } from '../../mesh/first-of.ts';
import { hasSelector, peerAuthentications } from '../../mesh/peer-authentication.ts';

/** Istio takes the oldest by creation time, which no repository knows: a restored cluster may choose another one. */
export default defineRule({
  summary: 'A namespace has at most one PeerAuthentication without a selector',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error' },
  codes: ['KIA0002'],
  messages: {
    several: {
      text: 'Another PeerAuthentication without a selector, "{{other}}", holds for {{where}} too; Istio takes the older one and ignores the other.',
      help: 'Keep one of them, or give one a selector.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
    'https://kiali.io/docs/features/validations/#kia0002',
  ],
  kinds: ['PeerAuthentication'],
  checkMesh(mesh, context) {
    const seen = new FirstOf(mesh);
    for (const policy of peerAuthentications(mesh)) {
      if (hasSelector(policy)) continue;
      const namespace = mesh.namespaceOf(policy);
      const other = seen.earlier(namespace, policy);
      if (!other || other.name === policy.name) continue;
      const related = [{ field: other.metadata.child('name'), message: `"${other.name}" has no selector either` }];
      context.report(
        policy.metadata.child('name'),
        'several',
        { other: other.name, where: namespace || 'the same namespace' },
        { related },
      );
    }
  },
});
