import { defineRule } from '../../engine/rule.ts';
import { absentTarget, WAYPOINT_CLASS } from '../../mesh/absent-target.ts';
import { ATTACHED_POLICIES } from '../../mesh/attached-kinds.ts';
import { referencesOf } from '../../mesh/policy-targets.ts';
import { WORLD_OPTION } from '../../mesh/references.ts';
import { rewriteString } from '../../yaml/edit.ts';

/** A policy that is attached to what is not there holds for nobody, and nobody says so. */
export default defineRule({
  summary: 'The targets of a policy are there, in its own namespace',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  istio: '>=1.22',
  presets: { recommended: 'error', strict: ['error', { world: 'closed' }] },
  options: { world: WORLD_OPTION },
  messages: {
    missing: {
      text: 'There is no {{kind}} "{{name}}" in {{where}}, so this {{policy}} is attached to nothing.',
      help: '{{wanted}}',
    },
    elsewhere: {
      text: 'The {{kind}} "{{name}}" is in {{there}}, and a policy reaches targets of its own namespace alone, so this {{policy}} in {{where}} is attached to nothing.',
      help: 'Move the {{policy}} to {{there}}.',
    },
    host: {
      text: '"{{name}}" is a host and no ServiceEntry, which are targets by the names of their objects, so this {{policy}} is attached to nothing.',
      help: 'Write the name of the ServiceEntry with this host: {{near}}.',
    },
    'class-namespace': {
      text: 'A policy for a GatewayClass counts in the root namespace, {{root}}, alone, so this {{policy}} in {{where}} is attached to nothing.',
      help: 'Move it to {{root}}, or name the waypoint of {{where}}, with kind: Gateway.',
    },
    class: {
      text: 'Policies are attached to the GatewayClass istio-waypoint and to no other, so this {{policy}} for "{{name}}" is attached to nothing.',
      help: 'Write istio-waypoint, or name the Gateways of the class one by one.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference',
    'https://istio.io/latest/docs/ambient/usage/waypoint/',
  ],
  kinds: [...ATTACHED_POLICIES, 'networking.istio.io/EnvoyFilter'],
  fields: ['targetRef', 'targetRefs'],
  check(policy, context) {
    const { mesh } = context;
    if (policy.isPatch) return;
    for (const reference of referencesOf(policy)) {
      // What no policy can be attached to, and references to other namespaces, core/target-ref and core/cel report.
      const absent = absentTarget(context, policy, reference);
      if (!absent) continue;
      const [kind, field] = [reference.child('kind').string ?? '', reference.child('name')];
      const home = mesh.namespaceOf(policy);
      const where = kind === 'GatewayClass' && absent.why === 'missing' ? 'the cluster' : home || 'its namespace';
      const data = { kind, name: field.string ?? '', policy: policy.kind, where, root: mesh.rootNamespace };
      if (absent.why === 'elsewhere') {
        const there = mesh.namespaceOf(absent.target);
        const related = [{ field: absent.target.metadata.child('name'), message: 'it is here' }];
        context.report(field, absent.why, { ...data, there }, { related });
      } else if (absent.why === 'missing' || absent.why === 'host') {
        const { near } = absent;
        const known = kind === 'GatewayClass' ? WAYPOINT_CLASS : `the name of a ${kind} that is there`;
        const wanted = near ? `Write ${near}.` : `Write ${known}, or add it.`;
        const edit = near === undefined ? undefined : rewriteString(field, near);
        const suggestions = edit ? [{ desc: `Write ${near}`, edit }] : [];
        const weak = absent.why === 'missing' && !absent.isSure ? { level: 'warning' as const } : {};
        context.report(field, absent.why, { ...data, wanted, near: near ?? '' }, { suggestions, ...weak });
      } else context.report(field, absent.why, data);
    }
  },
});
