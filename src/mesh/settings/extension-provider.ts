import { dnsLabelProblem, fqdnProblem, isPartialWildcard, wildcardHostProblem } from '../../values/dns.ts';
import { isHttpStatus } from '../../values/http.ts';
import { isIp } from '../../values/ip.ts';
import { portProblem } from '../../values/port.ts';
import { parseUrl } from '../../values/uri.ts';
import type { Field } from '../../yaml/field.ts';
import { numberOf } from './number.ts';

export interface ExtensionProviderProblem {
  field: Field;
  id:
    | 'no-provider'
    | 'no-service'
    | 'service'
    | 'no-port'
    | 'port'
    | 'status-on-error'
    | 'path-prefix'
    | 'no-token'
    | 'grpc-and-http';
  data: Record<string, string | number>;
}

/** Those that call a service. */
const CALLING = [
  'envoyExtAuthzHttp',
  'envoyExtAuthzGrpc',
  'zipkin',
  'lightstep',
  'datadog',
  'opencensus',
  'skywalking',
  'opentelemetry',
  'envoyHttpAls',
  'envoyTcpAls',
  'envoyOtelAls',
];

/** Codes that have a standard text but are missing among those of Envoy. Source: envoy.type.v3.StatusCode. */
const UNKNOWN_TO_ENVOY = new Set([101, 102, 103, 418, 425, 451]);

/**
 * What Istio finds wrong in one of `extensionProviders`, its name aside. Source: istio/istio
 * pkg/config/validation/agent, validateExtensionProvider.
 */
export function* extensionProviderProblems(provider: Field): Generator<ExtensionProviderProblem> {
  if (provider.child('name').string && provider.keys().length === 1)
    yield { field: provider, id: 'no-provider', data: {} };
  for (const settings of CALLING.map((kind) => provider.child(kind))) {
    if (!settings.isMap) continue;
    yield* targetProblems(settings);
    yield* authorizationProblems(settings);
    const [token, grpc, http] = [settings.child('accessToken'), settings.child('grpc'), settings.child('http')];
    if (settings.name === 'lightstep' && (!token.isSet || token.string === ''))
      yield { field: token, id: 'no-token', data: {} };
    if (settings.name === 'opentelemetry' && grpc.isSet && http.isSet)
      yield { field: http, id: 'grpc-and-http', data: {} };
  }
}

function* targetProblems(settings: Field): Generator<ExtensionProviderProblem> {
  const [service, port] = [settings.child('service'), settings.child('port')];
  const data = { kind: settings.name };
  if (!service.isSet || service.string === '') yield { field: service, id: 'no-service', data };
  const problem = service.string ? serviceProblem(service.string) : undefined;
  if (problem) yield { field: service, id: 'service', data: { service: service.string ?? '', problem } };
  const number = numberOf(port);
  const wrong = number === undefined ? undefined : portProblem(number);
  if (!port.isSet) yield { field: port, id: 'no-port', data };
  else if (number !== undefined && wrong) yield { field: port, id: 'port', data: { port: number, problem: wrong } };
}

/** What is wrong with a host, an IP address or `namespace/host`, as a clause. */
function serviceProblem(service: string): string | undefined {
  const slash = service.indexOf('/');
  if (slash < 0) return isIp(service) ? undefined : fqdnProblem(service);
  const [namespace, host] = [service.slice(0, slash), service.slice(slash + 1)];
  if (namespace === '' || host === '') return 'lacks the namespace or the host around its "/"';
  if (namespace !== '*' && namespace !== '.' && dnsLabelProblem(namespace))
    return `has the namespace "${namespace}", which is no name of one`;
  if (host !== '*' && !host.includes('.'))
    return `has the short host "${host}" after the namespace, where a full one is asked for`;
  return isPartialWildcard(host) ? 'has a wildcard that stands for a part of a label' : wildcardHostProblem(host);
}

function* authorizationProblems(settings: Field): Generator<ExtensionProviderProblem> {
  const [status, path] = [settings.child('statusOnError'), settings.child('pathPrefix')];
  if (status.string && !isEnvoyStatus(status.string))
    yield { field: status, id: 'status-on-error', data: { status: status.string } };
  if (!path.string) return;
  const { problem = path.string.startsWith('/') ? undefined : 'does not begin with "/"' } = parseUrl(path.string);
  if (problem) yield { field: path, id: 'path-prefix', data: { path: path.string, problem } };
}

function isEnvoyStatus(text: string): boolean {
  const code = /^[-+]?\d+$/.test(text) ? Number(text) : Number.NaN;
  return code === 0 || (isHttpStatus(code) && !UNKNOWN_TO_ENVOY.has(code));
}
