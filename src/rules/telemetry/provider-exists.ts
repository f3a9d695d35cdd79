import { defineRule } from '../../engine/rule.ts';
import { extensionProviders, knowsProviders } from '../../mesh/extension-providers.ts';
import { absenceOf, WORLD_OPTION } from '../../mesh/references.ts';
import { rewriteString } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

/** istiod leaves out what it has no provider for, with a line in its log, and the metrics, spans or logs never come. */
export default defineRule({
  summary: 'The providers of a Telemetry are ones that the mesh config defines',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: ['error', { world: 'closed' }] },
  options: { world: WORLD_OPTION },
  messages: {
    missing: {
      text: 'The mesh config has no provider "{{name}}", so {{effect}}.',
      help: '{{wanted}}',
    },
    'wrong-kind': {
      text: 'The provider "{{name}}" is {{type}}, which {{cannot}}, so {{effect}}.',
      help: 'Name one of these types: {{types}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/telemetry/#ProviderRef',
    'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider',
  ],
  kinds: ['telemetry.istio.io/Telemetry'],
  fields: ['providers'],
  check(telemetry, context) {
    const { mesh } = context;
    const all = extensionProviders(mesh);
    for (const [section, { types, effect, cannot }] of Object.entries(SECTIONS)) {
      const entries = telemetry.spec.child(section).items();
      for (const provider of entries.flatMap((entry) => [...entry.child('providers').items()]))
        judge(provider.child('name'), types, effect, cannot);
    }

    function judge(field: Field, types: readonly string[], effect: string, cannot: string): void {
      const name = field.string;
      if (!name) return;
      const found = all.filter((each) => each.name === name);
      if (found.length === 0) {
        const reference = { kind: 'provider', namespace: '', name };
        const fitting = all.filter(({ type }) => type === undefined || types.includes(type)).map((each) => each.name);
        const absence = absenceOf(context, reference, fitting, () => knowsProviders(mesh));
        if (!absence) return;
        const { near } = absence;
        const edit = near === undefined ? undefined : rewriteString(field, near);
        const wanted = near === undefined ? 'Add it to extensionProviders of the mesh config.' : `Write ${near}.`;
        const suggestions = edit ? [{ desc: `Write ${near}`, edit }] : [];
        context.report(field, 'missing', { name, effect, wanted }, { suggestions });
      } else if (found.every(({ type }) => type !== undefined && !types.includes(type))) {
        const type = found[0]?.type ?? '';
        const related = found.flatMap((each) =>
          each.field ? [{ field: each.field.child('name'), message: type }] : [],
        );
        const article = /^[aeiou]/.test(type) ? 'an' : 'a';
        const data = { name, type: `${article} ${type} provider`, types: types.join(', '), effect, cannot };
        context.report(field, 'wrong-kind', data, { related });
      }
    }
  },
});

/** The types of providers that serve each section. Source: MeshConfig.ExtensionProvider. */
const SECTIONS = {
  metrics: { types: ['prometheus', 'stackdriver'], effect: 'these metrics are not made', cannot: 'takes no metrics' },
  tracing: {
    types: ['zipkin', 'lightstep', 'datadog', 'stackdriver', 'opencensus', 'skywalking', 'opentelemetry'],
    effect: 'no spans are sent',
    cannot: 'takes no spans',
  },
  accessLogging: {
    types: ['envoyFileAccessLog', 'envoyHttpAls', 'envoyTcpAls', 'envoyOtelAls', 'stackdriver'],
    effect: 'this access log is not written',
    cannot: 'writes no access logs',
  },
};
