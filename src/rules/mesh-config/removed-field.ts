import { defineRule } from '../../engine/rule.ts';
import { compareVersions } from '../../engine/version.ts';
import { EMBEDDED_KINDS, meshConfigsOf, proxyConfigsOf } from '../../mesh/embedded-config.ts';
import { replaceSpan } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

/** The mesh config keeps fields that nothing reads any more; istiod starts with them and does not say so. */
export default defineRule({
  summary: 'No field of the mesh config is one that Istio no longer reads',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning' },
  fix: 'safe',
  messages: {
    removed: { text: 'Istio {{istio}} does not read {{field}} any more.', help: '{{successor}}' },
    deprecated: { text: '{{field}} is deprecated.', help: '{{successor}}' },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/',
    'https://istio.io/latest/news/releases/1.27.x/announcing-1.27/upgrade-notes/',
  ],
  kinds: [...EMBEDDED_KINDS],
  checkMesh(mesh, context) {
    for (const { field } of meshConfigsOf(mesh)) {
      for (const name of ['certificates', 'verifyCertificateAtClient']) report(field.child(name), name);
      for (const provider of field.child('extensionProviders').maps()) {
        for (const name of ['lightstep', 'opencensus']) report(provider.child(name), name);
        const old = provider.get('envoyExtAuthzHttp', 'includeHeadersInCheck');
        report(old, 'includeHeadersInCheck');
      }
      reportProxy(field.child('defaultConfig'));
    }
    for (const { field } of proxyConfigsOf(mesh)) reportProxy(field);

    function reportProxy(config: Field): void {
      for (const name of PROXY_FIELDS) report(config.child(name), name);
      for (const name of ['lightstep', 'openCensusAgent']) report(config.get('tracing', name), name);
    }

    function report(field: Field, name: string): void {
      const { since, successor, renamed } = FIELDS[name] ?? {};
      if (!field.exists || !successor) return;
      const istio = context.istioVersion;
      const isRemoved = since !== undefined && compareVersions(istio, since) >= 0;
      const { keySpan, parent } = field;
      const edit =
        renamed && keySpan && !parent?.child(renamed).exists
          ? replaceSpan(field, keySpan, field.document.text(keySpan).replace(name, renamed))
          : undefined;
      const data = { field: name, istio, successor };
      const extras = { at: 'key', ...(edit ? { fix: edit } : {}) } as const;
      context.report(field, isRemoved ? 'removed' : 'deprecated', data, extras);
    }
  },
});

const PROXY_FIELDS = [
  'zipkinAddress',
  'envoyMetricsServiceAddress',
  'sds',
  'availabilityZone',
  'discoveryRefreshDelay',
];

interface FieldNews {
  /** The first Istio that passes over it; absent: it is deprecated. */
  since?: string;
  successor: string;
  renamed?: string;
}

const TRACER = 'Define an opentelemetry provider in extensionProviders, and name it in a Telemetry.';

/** Source: config.proto and proxy.proto of istio.io/api, and Istio's code that reads them. */
const FIELDS: Record<string, FieldNews | undefined> = {
  certificates: { since: '1.24', successor: 'Have cert-manager or another issuer sign certificates for DNS names.' },
  verifyCertificateAtClient: {
    since: '1.24',
    successor: 'Delete it: server certificates are checked unless istiod has VERIFY_CERTIFICATE_AT_CLIENT=false.',
  },
  lightstep: { since: '1.27', successor: TRACER },
  opencensus: { since: '1.27', successor: TRACER },
  openCensusAgent: { since: '1.27', successor: TRACER },
  includeHeadersInCheck: {
    successor: 'Write includeRequestHeadersInCheck.',
    renamed: 'includeRequestHeadersInCheck',
  },
  zipkinAddress: { successor: 'Write tracing.zipkin.address.' },
  envoyMetricsServiceAddress: { since: '1.24', successor: 'Write envoyMetricsService.address.' },
  sds: { since: '1.24', successor: 'Delete it: certificates always come by SDS.' },
  availabilityZone: { since: '1.24', successor: 'Delete it: the zone comes from the labels of the node.' },
  discoveryRefreshDelay: { since: '1.24', successor: 'Delete it: istiod pushes changes.' },
};
