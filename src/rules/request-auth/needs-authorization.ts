import { defineRule } from '../../engine/rule.ts';
import { absentTarget } from '../../mesh/absent-target.ts';
import { membershipIn } from '../../mesh/membership.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { isPatched } from '../../mesh/patches.ts';
import { referencesOf } from '../../mesh/policy-targets.ts';
import { absenceOf, isInventoried, WORLD_OPTION } from '../../mesh/references.ts';
import { selectedWorkloads, selectorOf } from '../../mesh/selected-workloads.ts';
import { isGuarded } from '../../mesh/token-guards.ts';
import type { Resource } from '../../yaml/resource.ts';

/** A RequestAuthentication turns away tokens that are not valid; who sends none gets in. */
export default defineRule({
  summary: 'Where tokens are verified, an AuthorizationPolicy asks for one',
  type: 'problem',
  precision: 'medium',
  since: '0.1.0',
  presets: {
    recommended: 'warning',
    strict: ['warning', { world: 'closed' }],
    security: 'warning',
  },
  securitySeverity: '7.5',
  options: {
    world: {
      ...WORLD_OPTION,
      description:
        'What is known of the mesh beside the files. closed: no other AuthorizationPolicy is there; open: others may be; ' +
        'auto: a namespace with one of them, or a root namespace with one, has all of its own.',
    },
  },
  messages: {
    open: {
      text: 'Requests without a token get through to {{what}}: a RequestAuthentication verifies tokens that are sent, and no AuthorizationPolicy asks for one.',
      help: 'Add an AuthorizationPolicy for {{what}}: action DENY, from a source with notRequestPrincipals: ["*"], to an operation with the ports that serve HTTP.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/concepts/security/#request-authentication',
    'https://istio.io/latest/docs/reference/config/security/request_authentication/',
    'https://istio.io/latest/docs/tasks/security/authentication/authn-policy/#require-a-valid-token',
  ],
  kinds: ['security.istio.io/RequestAuthentication'],
  fields: ['jwtRules'],
  check(authentication, context) {
    const { mesh } = context;
    const rules = authentication.spec.child('jwtRules');
    if (authentication.isPatch || rules.maps().length === 0 || isUnclear(mesh, authentication)) return;
    if (isGuarded(mesh, authentication)) return;
    const namespace = mesh.namespaceOf(authentication);
    const isKnown = () =>
      namespace !== '' &&
      [namespace, mesh.rootNamespace].some((each) =>
        isInventoried(mesh, each, ['security.istio.io', 'AuthorizationPolicy']),
      );
    const reference = { kind: 'AuthorizationPolicy', namespace, name: '*' };
    if (!absenceOf(context, reference, [], isKnown)) return;
    context.report(rules, 'open', { what: inWords(mesh, authentication) }, { at: 'key' });
  },
});

/** Is it not known what it is for, or is it for pods in ambient mode, where a selector reaches nothing that reads tokens? */
function isUnclear(mesh: Mesh, authentication: Resource): boolean {
  const { spec } = authentication;
  const { hasUnknown, isUnknown } = spec.child('selector');
  if (hasUnknown || isUnknown || isPatched(mesh, authentication, 'selector')) return true;
  const targets = referencesOf(authentication);
  // Of targets that are not there, gateway-api/target-exists speaks.
  const inquirer = { mesh, options: { world: 'auto' }, leaveOpen: () => {} };
  if (targets.length > 0 && targets.every((target) => absentTarget(inquirer, authentication, target))) return true;
  const chosen = targets.length > 0 ? [] : selectedWorkloads(mesh, authentication);
  return chosen.length > 0 && chosen.every((workload) => membershipIn(mesh, workload) === 'ambient');
}

function inWords(mesh: Mesh, authentication: Resource): string {
  const names = referencesOf(authentication).flatMap((target) => {
    const [kind, name] = [target.textOf('kind'), target.textOf('name')];
    return kind && name ? `the ${kind} ${name}` : [];
  });
  if (names.length > 0) return names.join(' and ');
  const pairs = selectorOf(authentication).entries();
  if (pairs.length > 0) return `the pods with ${pairs.map(({ name, value }) => `${name}: ${value}`).join(', ')}`;
  const home = mesh.namespaceOf(authentication);
  return home === mesh.rootNamespace ? 'all pods of the mesh' : `all pods of ${home || 'its namespace'}`;
}
