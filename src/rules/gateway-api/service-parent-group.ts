import { defineRule } from '../../engine/rule.ts';
import { insertMember, rewriteString } from '../../yaml/edit.ts';

/** Without a group the parent is a Gateway API kind of that name, which does not exist: the route is attached to nothing. */
export default defineRule({
  summary: 'A route whose parent is a Service or ServiceEntry names the group of that kind',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error' },
  fix: 'unsafe',
  messages: {
    'missing-group': {
      text: 'Without a group this parent is a {{kind}} of gateway.networking.k8s.io, which does not exist, so the route is attached to nothing.',
      help: 'Add group: {{group}}.',
    },
    'wrong-group': {
      text: 'There is no {{kind}} in the group "{{found}}", so the route is attached to nothing.',
      help: 'Write group: {{group}}.',
    },
  },
  sources: [
    'https://istio.io/latest/news/releases/1.19.x/announcing-1.19/upgrade-notes/',
    'https://gateway-api.sigs.k8s.io/mesh/service-facets/',
  ],
  kinds: ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'].map((kind) => `gateway.networking.k8s.io/${kind}`),
  check(resource, context) {
    for (const parent of resource.spec.child('parentRefs').items()) {
      const [kind, group] = [parent.child('kind'), parent.child('group')];
      const wanted = GROUPS.get(kind.string ?? '');
      const found = group.string;
      if (wanted === undefined || found === wanted) continue;
      const data = { kind: kind.string ?? '', group: wanted || '""', found: found ?? '' };
      if (found !== undefined) {
        const fix = rewriteString(group, wanted);
        context.report(group, 'wrong-group', data, fix ? { fix } : {});
      } else if (!group.isSet && !resource.isPatch) {
        const fix = group.exists ? undefined : insertMember(kind, 'group', wanted);
        context.report(kind, 'missing-group', data, fix ? { fix } : {});
      }
    }
  },
});

const GROUPS = new Map([
  ['Service', ''],
  ['ServiceEntry', 'networking.istio.io'],
]);
