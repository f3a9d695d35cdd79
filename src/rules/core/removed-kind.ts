import { defineRule } from '../../engine/rule.ts';
import { successorOfKind } from '../../mesh/settings/removed-kinds.ts';

/**
 * A definition that stays behind keeps the API server accepting resources which Istio no longer reads. The resources
 * themselves are the matter of core/unknown-kind.
 */
export default defineRule({
  summary: 'No CustomResourceDefinition is for a kind that Istio has removed',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', 'istioctl-parity': 'warning' },
  codes: ['IST0002'],
  messages: {
    definition: {
      text: 'Istio does not read {{kind}} of {{group}} any more, and with this definition the API server still accepts it.',
      help: 'Delete the definition, and the resources of this kind. {{successor}}',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0002/',
    'https://istio.io/latest/news/releases/1.6.x/announcing-1.6/upgrade-notes/',
    'https://istio.io/latest/news/releases/1.8.x/announcing-1.8/upgrade-notes/',
  ],
  kinds: ['apiextensions.k8s.io/CustomResourceDefinition'],
  check({ spec }, context) {
    const field = spec.get('names', 'kind');
    const [group, kind] = [spec.child('group').string, field.string];
    if (group === undefined || kind === undefined) return;
    const successor = successorOfKind(group, kind);
    if (successor !== undefined) context.report(field, 'definition', { group, kind, successor });
  },
});
