import { defineRule } from '../../engine/rule.ts';
import { credentialsOf, DEFAULT_GATEWAYS_OPTION, homesOfGateway, secretsNamed } from '../../mesh/credentials.ts';
import type { Field } from '../../yaml/field.ts';

/** A gateway that cannot read its certificate takes no connections for the hosts of the server; the rest goes on. */
export default defineRule({
  summary: 'The certificates of Gateways can be read, fit their keys and their hosts, and have not expired',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: 'error',
    'istioctl-parity': ['error', { defaultGateways: ['istio=ingressgateway'] }],
  },
  codes: ['IST0161'],
  options: {
    defaultGateways: DEFAULT_GATEWAYS_OPTION,
    now: {
      type: 'string',
      pattern: '^(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?$',
      default: '',
      description: 'The day for which certificates must be valid, as 2026-01-31; none: today.',
    },
  },
  messages: {
    'no-keys': {
      text: 'The Secret {{secret}} has neither tls.crt and tls.key nor cert and key, so connections to the server are refused.',
      help: 'Make it by kubectl create secret tls, or name another one.',
    },
    'no-ca': {
      text: 'The Secret {{secret}} has no ca.crt to check certificates of clients by, which {{mode}} asks for.',
      help: 'Add ca.crt, or put it into a Secret {{name}}-cacert.',
    },
    unreadable: {
      text: 'The {{what}} in the Secret {{secret}} is no PEM that can be read, so connections to the server are refused.',
      help: 'Write the {{what}} as PEM, in base64 under data or as it is under stringData.',
    },
    mismatch: {
      text: 'The key in the Secret {{secret}} is not the one of its certificate, so connections to the server are refused.',
      help: 'Put the two that belong together into the Secret.',
    },
    expired: {
      text: 'The certificate in the Secret {{secret}} is valid {{when}}, so clients refuse the connection.',
      help: 'Have it issued anew.',
    },
    'other-hosts': {
      text: 'The certificate in the Secret {{secret}} is for {{names}} and not for {{host}}, so clients refuse the connection.',
      help: 'Have a certificate issued for the host, or name the Secret that holds one.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings',
    'https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/#key-formats',
    'https://istio.io/latest/docs/reference/config/analysis/ist0161/',
  ],
  kinds: ['networking.istio.io/Gateway'],
  fields: ['credentialName', 'credentialNames'],
  async check(gateway, context) {
    const { mesh, options } = context;
    if (gateway.isPatch || mesh.ofKind('Secret', '').length === 0) return;
    // Few sets hold Secrets, and reading certificates takes a while to load.
    const { certificateProblem } = await import('../../mesh/certificate.ts');
    const now = options.now ? new Date(options.now) : new Date();
    const homes = homesOfGateway(mesh, gateway, options.defaultGateways);
    for (const { field, name, server } of credentialsOf(gateway)) {
      const [secret, ...more] = (homes.length > 0 ? homes : ['']).flatMap((home) => secretsNamed(mesh, name, home));
      if (!secret || more.length > 0) continue;
      const mode = server.get('tls', 'mode').string ?? '';
      const needsAuthority = mode === 'MUTUAL' && secretsNamed(mesh, `${name}-cacert`, '').length === 0;
      const problem = certificateProblem(secret, needsAuthority, hostsOf(server), now);
      if (!problem) continue;
      const { why } = problem;
      const related = [{ field: problem.field, message: 'the Secret' }];
      const data = {
        secret: secret.display.replace(/^Secret /, ''),
        name,
        mode,
        what: why === 'unreadable' ? problem.what : '',
        when: why === 'expired' ? `only until ${problem.date}` : why === 'early' ? `only from ${problem.date}` : '',
        names: why === 'other-hosts' ? problem.names : '',
        host: why === 'other-hosts' ? problem.host : '',
      };
      // istioctl looks at the certificate alone, and only where it knows the pods.
      const isPeers = homes.length > 0 && !OWN.has(why) && data.what !== 'key';
      context.report(field, why === 'early' ? 'expired' : why, data, {
        related,
        ...(isPeers ? {} : { codes: [] }),
        ...(why === 'other-hosts' || why === 'no-ca' ? { level: 'warning' } : {}),
      });
    }
  },
});

/** What only mesh-lint looks at. */
const OWN: ReadonlySet<string> = new Set(['mismatch', 'other-hosts', 'no-ca']);

function hostsOf(server: Field): string[] {
  return server
    .child('hosts')
    .items()
    .flatMap(({ string }) => string?.replace(/^.*\//, '') ?? []);
}
