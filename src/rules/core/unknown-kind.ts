import { defineRule } from '../../engine/rule.ts';
import { suggest } from '../../text/suggest.ts';
import { isCheckedGroup, type Resource } from '../../yaml/resource.ts';

/** A resource of a kind that doesn't exist is refused, and what it was to do does not happen. */
export default defineRule({
  summary: 'Every resource of an Istio or Gateway API group is of a kind that exists',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error' },
  messages: {
    misspelt: {
      text: 'There is no kind "{{kind}}" in {{group}}; did you mean {{wanted}}?',
      help: 'Write kind: {{wanted}}.',
    },
    unknown: { text: 'There is no kind "{{kind}}" in {{group}}.', help: 'Istio {{istio}} knows there: {{known}}.' },
    'no-kind': {
      text: 'This {{apiVersion}} resource has no kind, so it cannot be applied.',
      help: 'Istio {{istio}} knows there: {{known}}.',
    },
    'no-api-version': {
      text: 'This {{kind}} has no apiVersion, so it cannot be applied.',
      help: 'Write apiVersion: {{wanted}}.',
    },
    'wrong-group': {
      text: '{{kind}} is not in the API group "{{group}}" but in {{wanted}}.',
      help: 'Write apiVersion: {{wanted}}.',
    },
    removed: { text: 'The API {{group}} was removed from Istio, so this {{kind}} is refused.', help: '{{successor}}' },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/',
    'https://istio.io/latest/news/releases/1.8.x/announcing-1.8/upgrade-notes/',
  ],
  kinds: ['*'],
  check(resource, context) {
    const { group, kind, apiVersion } = resource;
    const kindField = resource.root.child('kind');
    const groupField = resource.root.child('apiVersion');
    if (kindField.isUnknown || groupField.isUnknown) return;
    const istio = context.istioVersion;
    const kinds = context.schemas.kinds();
    const successor = REMOVED[group];
    if (successor !== undefined) return context.report(groupField, 'removed', { group, kind, successor });
    if (isCheckedGroup(group)) {
      if (context.schemas.served(group, kind)) return;
      const ofGroup = kinds.filter((served) => served.group === group).map((served) => served.kind);
      const known = ofGroup.join(', ');
      const old = OLD_KINDS.get(kind);
      const near = suggest(kind, ofGroup);
      if (!kind) context.report(groupField, 'no-kind', { apiVersion, known, istio });
      else if (old !== undefined)
        context.report(kindField, 'removed', { group: `${group} ${kind}`, kind, successor: old });
      else if (near !== undefined)
        context.report(kindField, 'misspelt', { kind, group, wanted: near }, replacing(kindField, near));
      else if (group !== 'gateway.networking.k8s.io')
        context.report(kindField, 'unknown', { kind, group, known, istio });
      return;
    }
    const [home, ...others] = kinds.filter((served) => served.kind === kind);
    if (!home || others.length > 0 || AMBIGUOUS.has(kind)) return;
    const wanted = `${home.group}/${home.preferred}`;
    if (!groupField.isSet) context.report(kindField, 'no-api-version', { kind, wanted });
    else if (suggest(group, [home.group]) !== undefined)
      context.report(groupField, 'wrong-group', { kind, group, wanted }, replacing(groupField, wanted));
  },
});

/** Names that other APIs use too: alone they say nothing. */
const AMBIGUOUS = new Set([
  'Gateway',
  'Sidecar',
  'Telemetry',
  'ProxyConfig',
  'ReferenceGrant',
  'BackendTLSPolicy',
  'ListenerSet',
]);

const REMOVED: Record<string, string> = {
  'config.istio.io': 'Mixer is gone: use Telemetry, AuthorizationPolicy or WasmPlugin.',
  'rbac.istio.io': 'Use AuthorizationPolicy of security.istio.io.',
  'authentication.istio.io': 'Use PeerAuthentication and RequestAuthentication of security.istio.io.',
};

const OLD_KINDS = new Map([
  ['ClusterRbacConfig', 'Use AuthorizationPolicy.'],
  ['RbacConfig', 'Use AuthorizationPolicy.'],
]);

function replacing(field: Resource['root'], text: string) {
  const { node } = field;
  return node ? { suggestions: [{ desc: `Write ${text}`, edit: { start: node.start, end: node.end, text } }] } : {};
}
