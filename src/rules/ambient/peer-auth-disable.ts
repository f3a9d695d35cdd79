import { defineRule, type ReportExtras } from '../../engine/rule.ts';
import { ambientLabel, ambientWorkloadsOf } from '../../mesh/ambient-policies.ts';
import { effectiveMtls, writtenMode } from '../../mesh/effective-mtls.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { modeField, scopeOf } from '../../mesh/peer-authentication.ts';
import type { Workload } from '../../mesh/workloads.ts';
import { rewriteString } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** ztunnel takes mutual TLS in any case; all that a policy can say is whether plaintext is taken too. */
export default defineRule({
  summary: 'No PeerAuthentication says DISABLE to workloads in ambient mode, where mutual TLS cannot be switched off',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  istio: '>=1.22',
  presets: { recommended: 'error', strict: 'error', ambient: 'error' },
  fix: 'safe',
  messages: {
    policy: {
      text: 'Ambient mode has no DISABLE, so mutual TLS is not switched off for {{workloads}}: PERMISSIVE holds.',
      help: 'Write PERMISSIVE, which is the same here and says so.',
    },
    port: {
      text: 'Ambient mode has no DISABLE, so mutual TLS is not switched off for port {{port}} of {{workloads}}{{instead}}.',
      help: 'Write PERMISSIVE, which lets plaintext in as well.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication',
    'https://istio.io/latest/docs/ambient/architecture/data-plane/',
  ],
  kinds: ['security.istio.io/PeerAuthentication'],
  fields: ['mode'],
  check(policy, context) {
    const { mesh } = context;
    const ports = policy.spec.child('portLevelMtls').entries();
    const fields = [modeField(policy), ...ports.map((port) => port.child('mode'))].filter(saysDisable);
    if (policy.isPatch || fields.length === 0) return;
    const workloads = ambientWorkloadsOf(mesh, policy);
    if (!workloads) return;
    const names = namesOf(mesh, policy, workloads);
    const [first] = workloads;
    const label = ambientLabel(mesh, first?.namespace ?? mesh.namespaceOf(policy), first);
    const related = label ? [{ field: label, message: 'takes them into ambient mode' }] : [];
    for (const field of fields) {
      if (field.parent?.name === 'mtls') {
        context.report(field, 'policy', { workloads: names }, { related, ...toPermissive(field, true) });
        continue;
      }
      const inherited = inheritedMode(mesh, policy, workloads);
      const instead = { STRICT: ': STRICT stays, and plaintext is refused', PERMISSIVE: ': PERMISSIVE holds' };
      const data = { port: field.parent?.name ?? '', workloads: names, instead: inherited ? instead[inherited] : '' };
      context.report(field, 'port', data, { related, ...toPermissive(field, inherited === 'PERMISSIVE') });
    }
  },
});

function saysDisable(mode: Field): boolean {
  return mode.string === 'DISABLE';
}

/**
 * What holds at a port of DISABLE: istiod makes an exception of it, as of PERMISSIVE, but overlooks it where the policy has
 * no mode of its own and no port that says PERMISSIVE. Undefined where that cannot be known.
 * Source: istio/istio pilot/pkg/serviceregistry/ambient/authorization.go
 */
function inheritedMode(mesh: Mesh, policy: Resource, [first]: Workload[]): 'STRICT' | 'PERMISSIVE' | undefined {
  const ports = policy.spec.child('portLevelMtls').entries();
  const own = writtenMode(policy)?.mode;
  if (own === undefined) return undefined;
  if (own !== 'UNSET' || ports.some((port) => port.child('mode').string === 'PERMISSIVE')) return 'PERMISSIVE';
  const wider = first && effectiveMtls(mesh, first)?.mode;
  return wider === 'DISABLE' ? 'PERMISSIVE' : wider;
}

function toPermissive(field: Field, isSame: boolean): ReportExtras {
  const edit = rewriteString(field, 'PERMISSIVE');
  if (!edit) return {};
  return isSame ? { fix: edit } : { suggestions: [{ desc: 'Write PERMISSIVE', edit }] };
}

function namesOf(mesh: Mesh, policy: Resource, [first, ...others]: Workload[]): string {
  const scope = scopeOf(policy, mesh);
  if (scope === 'mesh') return 'the mesh';
  if (scope === 'namespace') return `namespace ${mesh.namespaceOf(policy)}`;
  if (!first) return 'the pods that it chooses';
  return others.length === 0 ? first.resource.display : `${first.resource.display} and ${others.length} more`;
}
