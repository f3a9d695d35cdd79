import { defineRule } from '../../engine/rule.ts';
import { extensionProviders, knowsProviders } from '../../mesh/extension-providers.ts';
import { absenceOf, WORLD_OPTION } from '../../mesh/references.ts';
import { rewriteString } from '../../yaml/edit.ts';

/** A policy that asks somebody who is not there lets nobody in: istiod denies what it cannot have decided. */
export default defineRule({
  summary: 'The provider of a CUSTOM policy is an authorizer that the mesh config defines',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: ['error', { world: 'closed' }],
    security: 'error',
  },
  options: { world: WORLD_OPTION },
  messages: {
    missing: {
      text: 'The mesh config has no provider "{{name}}", so Istio denies every request that this policy is about.',
      help: '{{wanted}}',
    },
    'wrong-kind': {
      text: 'The provider "{{name}}" is {{type}} and no authorizer, so Istio denies every request that this policy is about.',
      help: 'Name a provider with envoyExtAuthzHttp or envoyExtAuthzGrpc.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/tasks/security/authorization/authz-custom/',
    'https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-ExtensionProvider',
  ],
  kinds: ['security.istio.io/AuthorizationPolicy'],
  fields: ['provider'],
  check(policy, context) {
    const { mesh } = context;
    const field = policy.spec.get('provider', 'name');
    const name = field.string;
    if (!name) return;
    const all = extensionProviders(mesh);
    const found = all.filter((each) => each.name === name);
    if (found.length === 0) {
      const reference = { kind: 'provider', namespace: '', name };
      const fitting = all.filter(({ type }) => type === undefined || AUTHORIZERS.has(type)).map((each) => each.name);
      const absence = absenceOf(context, reference, fitting, () => knowsProviders(mesh));
      if (!absence) return;
      const { near, isSure } = absence;
      const edit = near === undefined ? undefined : rewriteString(field, near);
      const wanted = near === undefined ? 'Add it to extensionProviders of the mesh config.' : `Write ${near}.`;
      const suggestions = edit ? [{ desc: `Write ${near}`, edit }] : [];
      context.report(field, 'missing', { name, wanted }, { suggestions, ...(isSure ? {} : { level: 'warning' }) });
    } else if (found.every(({ type }) => type !== undefined && !AUTHORIZERS.has(type))) {
      const type = found[0]?.type ?? '';
      const related = found.flatMap((each) => (each.field ? [{ field: each.field.child('name'), message: type }] : []));
      context.report(field, 'wrong-kind', { name, type: `of the type ${type}` }, { related });
    }
  },
});

const AUTHORIZERS = new Set(['envoyExtAuthzHttp', 'envoyExtAuthzGrpc']);
