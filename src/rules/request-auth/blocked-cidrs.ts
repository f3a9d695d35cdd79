import { defineRule } from '../../engine/rule.ts';

/** istiod fetches the keys itself, from inside of the cluster: whoever writes a jwksUri has it call any address. */
export default defineRule({
  summary: 'istiod fetches the keys of tokens from no private addresses',
  type: 'suggestion',
  precision: 'high',
  since: '0.1.0',
  istio: '>=1.30',
  presets: { security: 'warning', strict: 'warning', 'istioctl-parity': 'warning' },
  codes: ['IST0175'],
  securitySeverity: '4.0',
  messages: {
    unrestricted: {
      text: 'istiod calls every address that a jwksUri names ({{policy}} and {{more}}), private ones too.',
      help: 'Set BLOCKED_CIDRS_IN_JWKS_URIS on istiod to the ranges that it has no business with, such as 10.0.0.0/8.',
    },
    one: {
      text: 'istiod calls every address that a jwksUri names (that of {{policy}}), private ones too.',
      help: 'Set BLOCKED_CIDRS_IN_JWKS_URIS on istiod to the ranges that it has no business with, such as 10.0.0.0/8.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0175/',
    'https://istio.io/latest/docs/reference/commands/pilot-discovery/#envvars',
  ],
  kinds: ['apps/Deployment'],
  check(deployment, context) {
    const { mesh } = context;
    if (deployment.isPatch || deployment.labels.child('app').string !== 'istiod') return;
    const policies = mesh.ofKind('RequestAuthentication', 'security.istio.io');
    const [policy] = policies;
    if (!policy) return;
    const containers = deployment.spec.get('template', 'spec', 'containers').items();
    const isSet = containers
      .flatMap((container) => [...container.child('env').items()])
      .some((env) => env.child('name').string === NAME && (env.child('value').value || env.child('valueFrom').isSet));
    if (isSet) return;
    const place = deployment.metadata.child('name');
    if (policies.length === 1) context.report(place, 'one', { policy: policy.display });
    else context.report(place, 'unrestricted', { policy: policy.display, more: `${policies.length - 1} more` });
  },
});

const NAME = 'BLOCKED_CIDRS_IN_JWKS_URIS';
