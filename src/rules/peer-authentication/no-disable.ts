import { defineRule } from '../../engine/rule.ts';
import { ambientWorkloadsOf } from '../../mesh/ambient-policies.ts';
import { modeField, scopeOf } from '../../mesh/peer-authentication.ts';

/** DISABLE is weaker than no policy at all: even clients that offer mutual TLS are spoken to in plaintext. */
export default defineRule({
  summary: 'No PeerAuthentication switches mutual TLS off',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', security: 'warning' },
  securitySeverity: '7.0',
  options: {
    allowPorts: {
      type: 'array',
      items: { type: 'integer' },
      default: [] as number[],
      description: 'Ports that may be without mutual TLS.',
    },
    allow: {
      type: 'array',
      items: { type: 'string' },
      default: [] as string[],
      description: 'Policies that may, as "namespace/name".',
    },
  },
  messages: {
    mesh: {
      text: 'Mutual TLS is switched off for the whole mesh: traffic is neither encrypted nor authenticated.',
      help: 'Write STRICT, or PERMISSIVE while clients are moved.',
    },
    namespace: {
      text: 'Mutual TLS is switched off for a whole namespace: its traffic is neither encrypted nor authenticated.',
      help: 'Write PERMISSIVE, or switch it off for the one port that needs it.',
    },
    workload: {
      text: 'Mutual TLS is switched off for these workloads: their traffic is neither encrypted nor authenticated.',
      help: 'Write PERMISSIVE, or switch it off for the one port that needs it.',
    },
    port: {
      text: 'Mutual TLS is switched off for port {{port}}: what arrives there is neither encrypted nor authenticated.',
      help: 'Write PERMISSIVE if some clients of the port are in the mesh.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-MutualTLS-Mode',
  ],
  kinds: ['PeerAuthentication'],
  fields: ['mode'],
  check(policy, context) {
    const { allow, allowPorts } = context.options;
    if (allow.includes(`${context.mesh.namespaceOf(policy)}/${policy.name}`)) return;
    const mode = modeField(policy);
    const ports = policy.spec
      .child('portLevelMtls')
      .entries()
      .filter((port) => port.textOf('mode') === 'DISABLE');
    if (mode.string !== 'DISABLE' && ports.length === 0) return;
    // In ambient mode nothing is switched off: ambient/peer-auth-disable says what holds instead.
    if (ambientWorkloadsOf(context.mesh, policy)) return;
    if (mode.string === 'DISABLE') {
      const scope = scopeOf(policy, context.mesh);
      context.report(mode, scope, {}, scope === 'mesh' ? { level: 'error' } : {});
    }
    for (const port of ports) {
      if (allowPorts.includes(Number(port.name))) continue;
      context.report(port.child('mode'), 'port', { port: port.name }, { level: 'info' });
    }
  },
});
