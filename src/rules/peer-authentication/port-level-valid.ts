import { defineRule } from '../../engine/rule.ts';
import { replaceSpan } from '../../yaml/edit.ts';

/** The keys become numbers of protobuf, which are written as JSON writes numbers. */
export default defineRule({
  summary: 'The ports of portLevelMtls are plain numbers',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: {
    'not-plain': {
      text: 'The port "{{key}}" is not written as a plain number, so Istio cannot read the policy and rejects it.',
      help: 'Write {{port}}, without sign and leading zeros.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication',
    'https://protobuf.dev/programming-guides/json/',
  ],
  kinds: ['security.istio.io/PeerAuthentication'],
  fields: ['portLevelMtls'],
  check(policy, context) {
    for (const field of policy.get('spec', 'portLevelMtls').entries()) {
      const { name: key, keySpan } = field;
      // What is no port at all is for core/cel to say.
      if (!/^(?:\+|\+?0+)[1-9]\d{0,4}$/.test(key) || Number(key) > 65535) continue;
      const port = Number(key);
      const edit = keySpan && replaceSpan(field, keySpan, `"${port}"`);
      const suggestions = edit ? [{ desc: `Write "${port}"`, edit }] : [];
      context.report(field, 'not-plain', { key, port }, { at: 'key', suggestions });
    }
  },
});
