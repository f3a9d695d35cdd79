import { type Context, defineRule } from '../../engine/rule.ts';
import { compareVersions } from '../../engine/version.ts';
import type { Resource } from '../../yaml/resource.ts';

const MESSAGES = {
  below: {
    text: 'This is {{kind}} of Gateway API {{found}}, and Istio {{istio}} reads it from {{wanted}} on, so istiod ignores every {{kind}}.',
    help: 'Install the CRDs of Gateway API {{wanted}} or later.',
  },
  'no-version': {
    text: 'The CRD of {{kind}} has no readable bundle-version, so istiod ignores every {{kind}}.',
    help: 'Keep the annotation gateway.networking.k8s.io/bundle-version of the published CRD.',
  },
  'not-served': {
    text: 'The CRD of {{kind}} does not serve {{version}}, which Istio {{istio}} reads, so istiod ignores every {{kind}}.',
    help: 'Install the CRDs of a Gateway API release that serves {{version}}.',
  },
  soon: {
    text: 'The CRD of {{kind}} does not serve v1, which Istio reads from 1.29 on, so the upgrade will lose every {{kind}}.',
    help: 'Install the CRDs of Gateway API 1.0 or later before the upgrade.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** istiod watches one version of each kind, and passes over CRDs that are too old for it with no more than a log line. */
export default defineRule({
  summary: 'CRDs of the Gateway API are as new as Istio needs them',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', 'istioctl-parity': 'warning' },
  codes: ['IST0176'],
  otherCodes: ['IST0156', 'IST0172'],
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0176/',
    'https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#setup',
    'https://gateway-api.sigs.k8s.io/concepts/versioning/',
  ],
  kinds: ['apiextensions.k8s.io/CustomResourceDefinition'],
  check(crd, context) {
    const { spec } = crd;
    const kind = spec.get('names', 'kind').string ?? crd.name;
    const [minimum] = (MINIMA[crd.name] ?? []).filter(({ since }) => compareVersions(context.istioVersion, since) >= 0);
    if (minimum) checkBundle(crd, kind, minimum.bundle, context);
    else if (spec.child('group').string === GROUP && !crd.isPatch) checkServed(crd, kind, context);
  },
});

const GROUP = 'gateway.networking.k8s.io';
const BUNDLE = `${GROUP}/bundle-version`;

/** The oldest release that istiod takes each CRD from, by the Istio minor that began to ask for it, the newest first. */
const MINIMA: Readonly<Record<string, { since: string; bundle: string }[] | undefined>> = {
  [`grpcroutes.${GROUP}`]: [{ since: '1.23', bundle: '1.1.0' }],
  [`backendtlspolicies.${GROUP}`]: [{ since: '1.28', bundle: '1.4.0' }],
  [`tlsroutes.${GROUP}`]: [{ since: '1.30', bundle: '1.5.0' }],
  [`tcproutes.${GROUP}`]: [{ since: '1.31', bundle: '1.6.0' }],
};

function checkBundle(crd: Resource, kind: string, wanted: string, context: Here): void {
  const field = crd.annotations.child(BUNDLE);
  if (field.isUnknown || crd.annotations.isUnknown || (crd.isPatch && !field.isSet)) return;
  // A release candidate counts as the release.
  const [, found] = /^v?(\d+(?:\.\d+){0,2})(?:[-+].*)?$/.exec(String(field.scalar ?? '')) ?? [];
  // Istio's analyzer leaves this to istiod's log.
  if (found === undefined) context.report(field, 'no-version', { kind }, { codes: [], at: 'key' });
  else if (compareVersions(found, wanted) < 0)
    context.report(field, 'below', { kind, found, wanted, istio: context.istioVersion });
}

/** The version that istiod reads of the kinds whose release it does not ask for. */
function checkServed({ spec }: Resource, kind: string, context: Here): void {
  const istio = context.istioVersion;
  const isCore = ['Gateway', 'GatewayClass', 'HTTPRoute'].includes(kind);
  if ((!isCore && kind !== 'ReferenceGrant') || spec.child('versions').hasUnknown) return;
  const versions = spec.child('versions').maps();
  const served = versions.filter((version) => version.child('served').boolean !== false);
  const names = served.map((version) => version.child('name').string);
  if (names.length === 0) return;
  const isV1 = isCore && compareVersions(istio, '1.29') >= 0;
  const version = isV1 ? 'v1' : 'v1beta1';
  const field = spec.child('versions');
  const extras = { at: 'key', codes: [isV1 ? 'IST0172' : 'IST0156'] } as const;
  if (!names.includes(version))
    context.report(field, 'not-served', { kind, version, istio }, { ...extras, level: 'error' });
  else if (isCore && !names.includes('v1')) context.report(field, 'soon', { kind }, { at: 'key', codes: ['IST0172'] });
}
