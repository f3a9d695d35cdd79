import { defineRule, type ReportExtras } from '../../engine/rule.ts';
import { namesakesOf, qualified } from '../../mesh/host-lookup.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { trafficPoliciesOf } from '../../mesh/traffic-policy.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** Without caCertificates a client trusts what its operating system trusts, which no private authority is part of. */
export default defineRule({
  summary: 'TLS to a server says which authority its certificate is from',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'warning',
    strict: 'warning',
    security: 'warning',
    'istioctl-parity': ['warning', { systemCA: 'warn', lenient: false }],
  },
  codes: ['IST0128', 'IST0129'],
  options: {
    systemCA: {
      enum: ['off', 'info', 'warn'],
      default: 'off',
      description:
        'What to make of hosts outside of the cluster, whose certificates the authorities of the operating system vouch for.',
    },
    lenient: {
      type: 'boolean',
      default: true,
      description:
        'Take insecureSkipVerify for an answer, and credentialName without a workloadSelector, which gateways alone heed; istioctl does not.',
    },
  },
  messages: {
    private: {
      text: '{{host}} is in the cluster, and without caCertificates its certificate is checked against public authorities, which refuse a private one.',
      help: 'Write caCertificates with the file of the authority, or credentialName; for the mesh itself write mode: ISTIO_MUTUAL.',
    },
    system: {
      text: 'Nothing says which authority vouches for {{host}}, so any public one is trusted.',
      help: 'Write caCertificates: system to say that this is meant, or the file of the authority.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings',
    'https://istio.io/latest/docs/ops/best-practices/security/#configure-tls-verification-in-destination-rule-when-using-tls-origination',
    'https://istio.io/latest/docs/reference/config/analysis/ist0128/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0129/',
  ],
  kinds: ['networking.istio.io/DestinationRule'],
  fields: ['tls'],
  check(rule, context) {
    const { mesh, options } = context;
    const host = rule.spec.child('host').string;
    if (rule.isPatch || !host) return;
    const isInside = isInCluster(mesh, host, mesh.namespaceOf(rule));
    if (!isInside && options.systemCA === 'off') return;
    const chosen = rule.spec.child('workloadSelector').isSet;
    for (const policy of trafficPoliciesOf(rule)) {
      const tls = policy.child('tls');
      const mode = tls.child('mode');
      if (mode.string !== 'SIMPLE' && mode.string !== 'MUTUAL') continue;
      const authority = tls.child('caCertificates');
      const credential = tls.child('credentialName').value && (chosen || options.lenient);
      const isSkipped = tls.child('insecureSkipVerify').value === true && options.lenient;
      if (authority.value || credential || isSkipped) continue;
      const level = !isInside && options.systemCA === 'info' ? ({ level: 'info' } as const) : {};
      const extras: ReportExtras = { codes: codesOf(rule, policy), ...level };
      context.report(mode, isInside ? 'private' : 'system', { host }, extras);
    }
  },
});

/** Istio's analyzer looks at the rule's own policy and at those of its ports. */
function codesOf({ spec }: Resource, policy: Field): string[] {
  const own = spec.child('trafficPolicy').node;
  if (policy.node === own) return ['IST0128'];
  return policy.parent?.parent?.node === own ? ['IST0129'] : [];
}

/** Is a host a Service of the cluster, none of a ServiceEntry for what is outside of the mesh? */
function isInCluster(mesh: Mesh, host: string, namespace: string): boolean {
  const name = qualified(host, namespace);
  const [target] = namesakesOf(mesh, name, namespace);
  if (target) return target.kind === 'Service' && target.spec.child('type').string !== 'ExternalName';
  return /\.svc(?:\.cluster\.local)?$/.test(name);
}
