import { defineRule } from '../../engine/rule.ts';
import { successorOfKind } from '../../mesh/settings/removed-kinds.ts';
import type { ServedKind } from '../../schemas/index.ts';
import { suggest } from '../../text/suggest.ts';
import type { Field } from '../../yaml/field.ts';

/** A resource of a kind that doesn't exist is refused, and what it was to do does not happen. */
export default defineRule({
  summary: 'Every resource of an Istio or Gateway API group is of a kind that exists',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error' },
  messages: {
    misspelt: {
      text: 'There is no kind "{{kind}}" in {{group}}; did you mean {{wanted}}?',
      help: 'Write kind: {{wanted}}.',
    },
    'not-yet': {
      text: 'There is no kind "{{kind}}" before Istio {{since}}, and you lint for {{istio}}.',
      help: 'Delete it, or say with --istio-version that the cluster runs Istio {{since}} or later.',
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
    'no-version': {
      text: 'The apiVersion "{{apiVersion}}" names a group without a version, so this {{kind}} cannot be applied.',
      help: 'Write apiVersion: {{wanted}}.',
    },
    'wrong-group': {
      text: '{{kind}} is a kind of {{wanted}}, but apiVersion says "{{apiVersion}}".',
      help: 'Write apiVersion: {{wanted}}.',
    },
    removed: { text: 'The API {{group}} is gone from Istio, so this {{kind}} is refused.', help: '{{successor}}' },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/',
    'https://istio.io/latest/news/releases/1.8.x/announcing-1.8/upgrade-notes/',
  ],
  kinds: ['*'],
  check(resource, context) {
    const { group, kind, groupKind, apiVersion, root } = resource;
    // What is in order, or nobody's business, is nearly all of a tree, and of few kinds.
    const passed = context.mesh.ask(passedKinds);
    if (passed.get(groupKind) === apiVersion) return;
    if (context.schemas.served(group, kind)) {
      passed.set(groupKind, apiVersion);
      return;
    }
    const [kindField, groupField] = [root.child('kind'), root.child('apiVersion')];
    if (kindField.isUnknown || groupField.isUnknown) return;
    const kinds = context.schemas.kinds();
    const istio = context.istioVersion;
    const successor = successorOfKind(group, kind);
    if (successor !== undefined) return context.report(groupField, 'removed', { group, kind, successor });
    const known = kinds.filter((served) => served.group === group).map((served) => served.kind);
    const since = context.schemas.servedSince(group, kind);
    if (since !== undefined) return context.report(kindField, 'not-yet', { kind, since, istio });
    const home = homeOf(kind, apiVersion, kinds);
    if (home) {
      const wanted = `${home.group}/${home.preferred}`;
      const data = { apiVersion, kind, wanted };
      const wrong = apiVersion === home.group ? 'no-version' : 'wrong-group';
      if (!groupField.isSet) context.report(kindField, 'no-api-version', data);
      // istioctl installs from an IstioOperator whatever its API version.
      else
        context.report(groupField, wrong, data, {
          ...writing(groupField, wanted),
          ...(home.group === 'install.istio.io' ? { level: 'warning' } : {}),
        });
    } else if (known.length > 0) {
      const near = suggest(kind, known);
      const data = { apiVersion, kind, group, known: known.join(', '), istio, wanted: near ?? '' };
      if (!kind) context.report(groupField, 'no-kind', data);
      else if (near !== undefined) context.report(kindField, 'misspelt', data, writing(kindField, near));
      // Istio's groups hold what Istio serves; Gateway API's may hold kinds of a release that Istio does not read.
      else if (isIstio(group)) context.report(kindField, 'unknown', data);
    } else passed.set(groupKind, apiVersion);
  },
});

/** By kind, the last API version that there was nothing to say about. */
const passedKinds = () => new Map<string, string>();

/** The kind that a resource must mean whose API version is missing, or of a group that cannot have such a kind. */
function homeOf(kind: string, apiVersion: string, kinds: readonly ServedKind[]): ServedKind | undefined {
  const homes = kinds.filter((served) => served.kind === kind);
  const group = apiVersion.replace(/\/.*/, '');
  const near = homes.find((home) => home.group === group || suggest(group, [home.group], 2) !== undefined);
  if (near || homes.length > 1) return near;
  return (apiVersion === '' && !SHARED.has(kind)) || isIstio(group) || isBuiltIn(apiVersion) ? homes[0] : undefined;
}

function isIstio(group: string): boolean {
  return group === 'istio.io' || group.endsWith('.istio.io');
}

/** Kubernetes' own groups hold none of these kinds, whereas anybody's CRD may be called VirtualService. */
function isBuiltIn(apiVersion: string): boolean {
  return /^(?:v1|(?:apps|batch|policy|autoscaling|[a-z.]+\.k8s\.io)\/.*)$/.test(apiVersion);
}

/** Names that other APIs use too: without an API version they say nothing. */
const SHARED = new Set(['Gateway', 'Sidecar', 'Telemetry', 'ProxyConfig']);

function writing({ node }: Field, text: string) {
  return node ? { suggestions: [{ desc: `Write ${text}`, edit: { start: node.start, end: node.end, text } }] } : {};
}
