import { defineRule } from '../../engine/rule.ts';
import type { Resource } from '../../yaml/resource.ts';

/** An EnvoyFilter patches what istiod generates, and that changes from release to release. */
export default defineRule({
  summary: 'No EnvoyFilter stands where another API does the same',
  type: 'suggestion',
  precision: 'very-high',
  since: '0.1.0',
  presets: { strict: 'info', production: 'info', 'istio-validate': 'warning', 'istioctl-parity': 'warning' },
  codes: ['IST0133'],
  options: {
    allow: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description: 'EnvoyFilters that may be, as "namespace/name".',
    },
  },
  messages: {
    filter: {
      text: 'An EnvoyFilter patches the configuration that istiod generates, which may look otherwise after any upgrade.',
      help: '{{instead}}',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0133/',
  ],
  kinds: ['networking.istio.io/EnvoyFilter'],
  check(filter, context) {
    const id = `${context.mesh.namespaceOf(filter)}/${filter.name}`;
    const allowed: readonly unknown[] = context.options.allow;
    if (!allowed.includes(id)) context.report(filter.root.child('kind'), 'filter', { instead: insteadOf(filter) });
  },
});

const ALTERNATIVES: readonly (readonly [RegExp, string])[] = [
  [/\.lua(?:\.|$)/, 'A TrafficExtension runs Lua without it (Istio 1.30).'],
  [/\.wasm(?:\.|$)/, 'A WasmPlugin or TrafficExtension loads WebAssembly without it.'],
  [/ext_authz/, 'An AuthorizationPolicy with action CUSTOM asks an external authorizer without it.'],
  [/\.jwt_authn/, 'A RequestAuthentication checks tokens without it.'],
  [/\.rbac(?:\.|$)/, 'An AuthorizationPolicy does it without.'],
];

function insteadOf(filter: Resource): string {
  const { extent } = filter.spec.child('configPatches');
  const text = extent ? filter.document.text(extent) : '';
  const found = ALTERNATIVES.find(([pattern]) => pattern.test(text));
  return (
    found?.[1] ??
    'Look for another API first, and test it with every upgrade; allow: ["namespace/name"] keeps one quiet.'
  );
}
