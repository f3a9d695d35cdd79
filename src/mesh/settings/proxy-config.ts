import { hostPortProblem } from '../../values/address.ts';
import { durationProblem, parseDuration } from '../../values/duration.ts';
import { portProblem } from '../../values/port.ts';
import type { Field } from '../../yaml/field.ts';
import { CLIENT_TLS_MESSAGES, clientTlsProblems } from './client-tls.ts';
import { connectionSettingsProblems } from './connection-settings.ts';
import { numberOf } from './number.ts';

const { 'configmap-form': _, 'configmap-namespace': __, ...TLS_MESSAGES } = CLIENT_TLS_MESSAGES;

/** What each problem is called to a person; `effect` says what Istio does then. */
export const PROXY_CONFIG_MESSAGES = {
  ...TLS_MESSAGES,
  configmap: {
    text: 'The credentialName "{{name}}" names a ConfigMap, which is possible only within a namespace, so {{effect}}.',
    help: 'Write caCertificates, a file of the proxy, or the name of a Secret.',
  },
  empty: {
    text: '{{name}} is empty, which overrides the default of Istio, so {{effect}}.',
    help: 'Delete it for the default, or write a value.',
  },
  address: {
    text: 'The address "{{address}}" of {{name}} {{problem}}, so {{effect}}.',
    help: 'Write host:port, as in collector.observability:9411.',
  },
  'no-address': {
    text: 'The tracer {{tracer}} has no address, so {{effect}}.',
    help: 'Write where spans go as host:port, as in address: {{tracer}}.observability:9411.',
  },
  'no-token': {
    text: 'The tracer {{tracer}} has no access token, so {{effect}}.',
    help: 'Write its accessToken.',
  },
  port: {
    text: '{{name}} {{port}} {{problem}}, so {{effect}}.',
    help: 'Write a port, or delete it for the default.',
  },
  'drain-duration': {
    text: 'The drainDuration "{{duration}}" {{problem}}, so {{effect}}.',
    help: 'Write whole seconds, as in 45s.',
  },
  'auth-policy': {
    text: 'The controlPlaneAuthPolicy {{policy}} is not for proxies, so {{effect}}.',
    help: 'Write MUTUAL_TLS, which is the default, or NONE.',
  },
  'no-key-provider': {
    text: 'A privateKeyProvider without cryptomb or qat provides nothing, so {{effect}}.',
    help: 'Write cryptomb or qat with a pollDelay, or delete it.',
  },
  'no-poll-delay': {
    text: 'The privateKeyProvider {{provider}} has no pollDelay, so {{effect}}.',
    help: 'Write how long Envoy gathers requests, as in pollDelay: 10ms.',
  },
  'zero-poll-delay': {
    text: 'A pollDelay of 0 lets {{provider}} gather no requests, so {{effect}}.',
    help: 'Write how long Envoy gathers requests, as in pollDelay: 10ms.',
  },
  'connection-setting': {
    text: '{{name}} is {{value}}, where {{wanted}} is asked for, so {{effect}}.',
    help: 'Write {{wanted}}, or delete it for the default.',
  },
};

export type ProxyConfigProblemId = keyof typeof PROXY_CONFIG_MESSAGES;

export interface ProxyConfigProblem {
  field: Field;
  id: ProxyConfigProblemId;
  data: Record<string, string | number>;
}

/**
 * What Istio refuses in a ProxyConfig of the mesh API (`defaultConfig`, the annotation proxy.istio.io/config). What is
 * absent Istio's defaults fill in; only in a `complete` config does a tracer or key provider have to be whole.
 * Source: istio/istio pkg/config/validation/agent, ValidateMeshConfigProxyConfig.
 */
export function* proxyConfigProblems(config: Field, complete: boolean): Generator<ProxyConfigProblem> {
  for (const name of ['configPath', 'binaryPath', 'serviceCluster', 'discoveryAddress']) {
    const field = config.child(name);
    const instead = name === 'serviceCluster' && config.child('tracingServiceName').isSet;
    if (field.string === '' && !instead) yield { field, id: 'empty', data: { name } };
  }
  yield* drainProblems(config.child('drainDuration'));
  for (const name of ['discoveryAddress', 'statsdUdpAddress', 'envoyMetricsServiceAddress'])
    yield* addressProblems(config.child(name));
  for (const name of ['envoyMetricsService', 'envoyAccessLogService'])
    yield* addressProblems(config.get(name, 'address'));
  yield* tracingProblems(config.child('tracing'), complete);
  for (const { field, id, data } of clientTlsProblems(config.get('tracing', 'tlsSettings'), ''))
    yield { field, id: id === 'configmap-form' || id === 'configmap-namespace' ? 'configmap' : id, data };
  for (const name of ['proxyAdminPort', 'statusPort']) {
    const field = config.child(name);
    const port = numberOf(field);
    const problem = port === undefined ? undefined : portProblem(port);
    if (port !== undefined && problem) yield { field, id: 'port', data: { name, port, problem } };
  }
  const policy = config.child('controlPlaneAuthPolicy');
  if (policy.string === 'INHERIT' || policy.number === INHERIT)
    yield { field: policy, id: 'auth-policy', data: { policy: String(policy.scalar) } };
  yield* keyProviderProblems(config.child('privateKeyProvider'), complete);
  yield* connectionSettingsProblems(config.child('connectionSettings'));
}

/** The number of AuthenticationPolicy's INHERIT. */
const INHERIT = 1000;

function* drainProblems(field: Field): Generator<ProxyConfigProblem> {
  const time = parseDuration(field.string);
  if (time === undefined) return;
  const problem = durationProblem(field.string) ?? (time % 1000 === 0 ? undefined : 'is not in whole seconds');
  if (problem) yield { field, id: 'drain-duration', data: { duration: field.string ?? '', problem } };
}

function* addressProblems(field: Field): Generator<ProxyConfigProblem> {
  const address = field.string;
  const problem = address ? hostPortProblem(address) : undefined;
  const name = field.name === 'address' && field.parent ? field.parent.name : field.name;
  if (address && problem) yield { field, id: 'address', data: { name, address, problem } };
}

/** A tracer without an address is refused: Envoy would have nowhere to send its spans. */
function* tracingProblems(tracing: Field, complete: boolean): Generator<ProxyConfigProblem> {
  for (const tracer of ['zipkin', 'datadog', 'lightstep'].map((name) => tracing.child(name))) {
    if (!tracer.isMap) continue;
    const address = tracer.child('address');
    yield* addressProblems(address);
    if (address.isSet ? address.string === '' : complete)
      yield { field: address, id: 'no-address', data: { tracer: tracer.name } };
    const token = tracer.child('accessToken');
    if (tracer.name === 'lightstep' && (token.isSet ? token.string === '' : complete))
      yield { field: token, id: 'no-token', data: { tracer: tracer.name } };
  }
}

function* keyProviderProblems(provider: Field, complete: boolean): Generator<ProxyConfigProblem> {
  if (!provider.isMap) return;
  const kinds = ['cryptomb', 'qat'].map((name) => provider.child(name)).filter(({ isSet }) => isSet);
  if (kinds.length === 0 && complete && provider.keys().length === 0)
    yield { field: provider, id: 'no-key-provider', data: {} };
  for (const kind of kinds) {
    const delay = kind.child('pollDelay');
    if (!delay.isSet && complete) yield { field: delay, id: 'no-poll-delay', data: { provider: kind.name } };
    if (parseDuration(delay.string) === 0) yield { field: delay, id: 'zero-poll-delay', data: { provider: kind.name } };
  }
}
