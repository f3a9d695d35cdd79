import { type Context, defineRule } from '../../engine/rule.ts';
import { meshConfigsOf } from '../../mesh/embedded-config.ts';
import { INSTALL_KINDS } from '../../mesh/install/install.ts';
import { MESH_TRAFFIC_MESSAGES, meshTrafficProblems } from '../../mesh/settings/mesh-traffic.ts';
import { numberOf } from '../../mesh/settings/number.ts';
import { PROXY_CONFIG_MESSAGES, proxyConfigProblems } from '../../mesh/settings/proxy-config.ts';
import { wildcardHostProblem } from '../../values/dns.ts';
import { durationProblem, parseDuration } from '../../values/duration.ts';
import { portProblem } from '../../values/port.ts';
import { ECDH_CURVE_NAMES, isEcdhCurve } from '../../values/tls.ts';
import { trustDomainProblem } from '../../values/trust-domain.ts';
import type { Field } from '../../yaml/field.ts';

const MESSAGES = {
  ...PROXY_CONFIG_MESSAGES,
  ...MESH_TRAFFIC_MESSAGES,
  'listen-port': {
    text: 'proxyListenPort {{port}} {{problem}}, so {{effect}}.',
    help: 'Delete it for the default, 15001.',
  },
  'connect-timeout': {
    text: 'The connectTimeout "{{timeout}}" {{problem}}, so {{effect}}.',
    help: 'Write 1ms to 1h in whole milliseconds, or delete it for the default of 10s.',
  },
  'detection-timeout': {
    text: 'The protocolDetectionTimeout "{{timeout}}" has a part below 1ms, so {{effect}}.',
    help: 'Write whole milliseconds; 0s is no timeout, which is the default.',
  },
  'service-host': {
    text: '{{effect}}, since the host "{{host}}" of serviceSettings {{problem}}.',
    help: 'Write a host, as in *.shop.svc.cluster.local.',
  },
  'trust-domain': {
    text: '{{effect}}, since the trust domain "{{domain}}" {{problem}}.',
    help: 'Write DNS labels with dots between them, as in cluster.local.',
  },
  'mesh-mtls-curves': {
    text: 'meshMTLS takes no ecdhCurves, so {{effect}}.',
    help: 'Move them to tlsDefaults, which is for traffic outside of the mesh.',
  },
  'unknown-curve': {
    text: 'Istio does not know the curve "{{curve}}" and leaves it out.',
    help: 'Known: {{known}}.',
  },
  'repeated-curve': { text: 'The curve "{{curve}}" stands twice in this list.', help: 'Delete one of them.' },
};

/** The API server knows nothing of mesh config; istiod goes on with the last one that was valid, or with its defaults. */
export default defineRule({
  summary: 'The mesh config has values that istiod accepts',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig',
    'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig',
  ],
  kinds: [...INSTALL_KINDS],
  checkMesh(mesh, context) {
    for (const { field, complete, reader } of meshConfigsOf(mesh)) {
      const effect = reader === 'istioctl' ? 'istioctl installs nothing' : 'istiod ignores the whole mesh config';
      checkListener(field, effect, context);
      checkNames(field, effect, context);
      checkCurves(field, effect, context);
      for (const problem of meshTrafficProblems(field)) {
        const ignored = problem.id === 'inbound-retry-ignored' ? ({ at: 'key', level: 'warning' } as const) : {};
        const place = problem.at ? { at: problem.at } : {};
        context.report(problem.field, problem.id, problem.data, { ...place, ...ignored });
      }
      for (const problem of proxyConfigProblems(field.child('defaultConfig'), complete))
        context.report(problem.field, problem.id, { ...problem.data, effect });
    }
  },
});

type Here = Context<keyof typeof MESSAGES>;

const HOUR = 3_600_000;

function checkListener(config: Field, effect: string, context: Here): void {
  const [listener, connect] = [config.child('proxyListenPort'), config.child('connectTimeout')];
  const port = numberOf(listener);
  const problem = port === undefined ? undefined : portProblem(port);
  if (port !== undefined && problem) context.report(listener, 'listen-port', { port, problem, effect });
  const timeout = connect.string ?? '';
  const wrong = durationProblem(timeout) ?? ((parseDuration(timeout) ?? 0) > HOUR ? 'is longer than 1h' : undefined);
  if (wrong) context.report(connect, 'connect-timeout', { timeout, problem: wrong, effect });
  const detection = config.child('protocolDetectionTimeout');
  const sniff = detection.string ?? '';
  if ((parseDuration(sniff) ?? 0) > 0 && durationProblem(sniff) !== undefined)
    context.report(detection, 'detection-timeout', { timeout: sniff, effect });
}

function checkNames(config: Field, effect: string, context: Here): void {
  for (const host of config
    .child('serviceSettings')
    .items()
    .flatMap((settings) => settings.child('hosts').items())) {
    const problem = host.string === undefined ? undefined : wildcardHostProblem(host.string);
    if (problem) context.report(host, 'service-host', { host: host.string ?? '', problem, effect });
  }
  for (const field of [config.child('trustDomain'), ...config.child('trustDomainAliases').items()]) {
    const problem = field.string === undefined ? undefined : trustDomainProblem(field.string);
    if (problem) context.report(field, 'trust-domain', { domain: field.string ?? '', problem, effect });
  }
}

function checkCurves(config: Field, effect: string, context: Here): void {
  const mesh = config.get('meshMTLS', 'ecdhCurves');
  if (mesh.items().length > 0) context.report(mesh, 'mesh-mtls-curves', { effect }, { at: 'key' });
  const seen = new Set<string>();
  for (const field of config.get('tlsDefaults', 'ecdhCurves').items()) {
    const curve = field.string;
    if (curve === undefined) continue;
    const data = { curve, known: ECDH_CURVE_NAMES.join(', ') };
    if (!isEcdhCurve(curve)) context.report(field, 'unknown-curve', data, { level: 'warning' });
    else if (seen.has(curve)) context.report(field, 'repeated-curve', data, { level: 'warning' });
    seen.add(curve);
  }
}
