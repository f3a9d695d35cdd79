import { defineRule } from '../../engine/rule.ts';
import { compareVersions } from '../../engine/version.ts';
import { extensionProviders } from '../../mesh/extension-providers.ts';

/** Envoy has dropped these tracers: where Istio still takes the setting, no span comes of it. */
export default defineRule({
  summary: 'No Telemetry traces by Lightstep or OpenCensus, which Istio has removed',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'error', 'istioctl-parity': 'warning' },
  codes: ['IST0002'],
  messages: {
    removed: {
      text: 'The provider "{{name}}" traces by {{what}}, which Istio removed in 1.27, so no spans are sent.',
      help: 'Write an opentelemetry provider, which Lightstep and the OpenTelemetry collector take spans from.',
    },
    deprecated: {
      text: 'The provider "{{name}}" traces by {{what}}, which Istio 1.27 no longer has.',
      help: 'Write an opentelemetry provider, which Lightstep and the OpenTelemetry collector take spans from.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/tasks/observability/distributed-tracing/opentelemetry/',
    'https://istio.io/latest/news/releases/1.27.x/announcing-1.27/upgrade-notes/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0002/',
  ],
  kinds: ['telemetry.istio.io/Telemetry'],
  fields: ['tracing'],
  check(telemetry, context) {
    const known = extensionProviders(context.mesh);
    if (known.length === 0) return;
    const messageId = compareVersions(context.istioVersion, '1.27') < 0 ? 'deprecated' : 'removed';
    const names = telemetry.spec
      .child('tracing')
      .items()
      .flatMap((tracing) =>
        tracing
          .child('providers')
          .items()
          .map((provider) => provider.child('name')),
      );
    for (const name of names) {
      const provider = known.find((each) => each.name === name.string && each.field);
      const what = REMOVED[provider?.type ?? ''];
      if (!what || !provider?.field) continue;
      const related = [{ field: provider.field.child('name'), message: `${what} is set here` }];
      context.report(name, messageId, { name: provider.name, what }, { related });
    }
  },
});

const REMOVED: Record<string, string | undefined> = { lightstep: 'Lightstep', opencensus: 'OpenCensus' };
