import { defineRule } from '../../engine/rule.ts';
import { meshConfigsOf } from '../../mesh/embedded-config.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { WORLD_OPTION } from '../../mesh/references.ts';
import { type Edit, replaceSpan } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';
import { insertText } from '../../yaml/insert.ts';
import type { Resource } from '../../yaml/resource.ts';

/** An access log without a provider is written by the mesh's default one; where there is none, by nobody. */
export default defineRule({
  summary: 'Access logs of a Telemetry have a provider',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'warning',
    strict: ['warning', { world: 'closed' }],
    'istioctl-parity': ['warning', { world: 'closed', inherited: false }],
  },
  codes: ['IST0157'],
  fix: 'unsafe',
  options: {
    world: {
      ...WORLD_OPTION,
      description: 'closed: without a mesh config in the files the mesh has no default provider. Else it may have one.',
    },
    inherited: {
      type: 'boolean',
      default: true,
      description: 'Whether providers of a wider Telemetry count, as they do in Istio; istioctl does not look at them.',
    },
  },
  messages: {
    none: {
      text: 'This access log names no provider, and the mesh config has no default one, so nothing is logged by it.',
      help: 'Write providers: [{name: envoy}], or set defaultProviders.accessLogging in the mesh config.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging',
    'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-DefaultProviders',
    'https://istio.io/latest/docs/reference/config/analysis/ist0157/',
  ],
  kinds: ['telemetry.istio.io/Telemetry'],
  fields: ['accessLogging'],
  check(telemetry, context) {
    const { mesh, options } = context;
    if (telemetry.isPatch) return;
    const isKnown = options.world === 'closed' || meshConfigsOf(mesh).some(({ complete }) => complete);
    if (!isKnown) return;
    const configs = meshConfigsOf(mesh).map(({ field }) => field.get('defaultProviders', 'accessLogging'));
    if (configs.some((list) => list.items().length > 0 || list.isUnknown)) return;
    if (options.inherited && inheritsProviders(mesh, telemetry)) return;
    for (const log of telemetry.spec.child('accessLogging').maps()) {
      const providers = log.child('providers');
      if (log.child('disabled').value === true || log.child('disabled').isUnknown || log.isUnknown) continue;
      if (providers.isUnknown || providers.items().length > 0) continue;
      const edit = withEnvoy(log);
      context.report(log, 'none', {}, { at: 'key', ...(edit ? { fix: edit } : {}) });
    }
  },
});

/** A Telemetry of the namespace or of the mesh hands its providers down to narrower ones. */
function inheritsProviders(mesh: Mesh, telemetry: Resource): boolean {
  const homes = [mesh.namespaceOf(telemetry), mesh.rootNamespace];
  return mesh.ofKind('Telemetry', 'telemetry.istio.io').some(
    (other) =>
      homes.includes(mesh.namespaceOf(other)) &&
      !other.spec.child('selector').isSet &&
      other.spec
        .child('accessLogging')
        .maps()
        .some((log) => log.child('providers').items().length > 0),
  );
}

/** The provider that every mesh has. */
function withEnvoy(log: Field): Edit | undefined {
  const [providers, first] = [log.child('providers'), log.entries()[0]];
  const flow = '[{"name": "envoy"}]';
  if (providers.exists)
    return providers.isList && providers.node ? replaceSpan(providers, providers.node, flow) : undefined;
  if (first) return insertText(first, 'providers:\n  - name: envoy', `"providers": ${flow}`);
  return log.node ? replaceSpan(log, log.node, `{"providers": ${flow}}`) : undefined;
}
