import { type Context, defineRule, type ReportExtras } from '../../engine/rule.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import {
  isFilled,
  SERVER_TLS_MESSAGES,
  SERVER_TLS_WARNINGS,
  serverTlsMode,
  serverTlsProblems,
} from '../../mesh/settings/server-tls.ts';
import { isHttp, isTls, type Protocol, protocolOf } from '../../values/protocol.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

const MESSAGES = {
  'tls-missing': {
    text: 'The port speaks {{protocol}}, and the server has no tls to say who ends it, so Istio rejects it.',
    help: 'Write tls with a mode (SIMPLE and a credentialName, or PASSTHROUGH), or a protocol without TLS.',
  },
  'tls-on-plain-port': {
    text: 'The {{what}} has tls, and its port {{speaks}}, so Istio rejects it.',
    help: '{{advice}}',
  },
  'redirect-without-http': {
    text: 'httpsRedirect answers plain HTTP requests, and this port speaks {{protocol}}, so nothing is redirected.',
    help: 'Move httpsRedirect to the server of port 80 with protocol HTTP.',
  },
  'sidecar-field': {
    text: '{{field}} is of no use in the ingress of a Sidecar, and Istio rejects it.',
    help: '{{advice}}',
  },
  'sidecar-mode': {
    text: 'Mode {{mode}} is one of gateways only, and Istio rejects it in a Sidecar.',
    help: 'Write mode: SIMPLE or MUTUAL; for mTLS with certificates of the mesh delete tls.',
  },
  ...SERVER_TLS_MESSAGES,
};

type Here = Context<keyof typeof MESSAGES>;

const WARNING: ReportExtras = { level: 'warning', codes: ['IST0133'] };

/** What Istio gives no meaning to in a Sidecar; for certificates it takes only those from files. */
const NOT_IN_SIDECAR = ['subjectAltNames', 'httpsRedirect', 'credentialName', 'credentialNames', 'tlsCertificates'];

/** Where TLS ends, and with which certificate: settings that don't fit the port or each other open no listener. */
export default defineRule({
  summary: 'The TLS settings of a server fit its port, and name one certificate where TLS ends',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  otherCodes: ['IST0133'],
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings',
    'https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode',
    'https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener',
  ],
  kinds: ['networking.istio.io/Gateway', 'networking.istio.io/Sidecar'],
  check(resource, context) {
    if (resource.kind === 'Gateway')
      for (const server of resource.spec.child('servers').items()) checkServer(server, resource, context);
    else for (const listener of resource.spec.child('ingress').items()) checkIngress(listener, resource, context);
  },
});

function checkServer(server: Field, resource: Resource, context: Here): void {
  const [tls, protocol] = [server.child('tls'), protocolIn(server.child('port'))];
  if (!tls.isSet) {
    if (protocol && isTls(protocol) && !resource.isPatch && !isMisspelt(tls))
      context.report(tls, 'tls-missing', { protocol });
    return;
  }
  if (!tls.isMap) return;
  if (protocol && !isTls(protocol) && !isRedirectOnly(tls, protocol, resource)) {
    reportPlainPort(server, protocol, context);
    return;
  }
  const redirect = tls.child('httpsRedirect');
  if (protocol && !isHttp(protocol) && redirect.boolean)
    context.report(redirect, 'redirect-without-http', { protocol }, WARNING);
  reportSettings(tls, protocol !== undefined && isHttp(protocol), resource, context);
}

function checkIngress(listener: Field, resource: Resource, context: Here): void {
  const [tls, port] = [listener.child('tls'), listener.child('port')];
  if (!tls.isMap) return;
  const lacksProtocol = port.isMap && !isFilled(port.child('protocol')) && !isMisspelt(port.child('protocol'));
  const protocol = lacksProtocol && !resource.isPatch ? '' : protocolIn(port);
  if (protocol !== undefined && (protocol === '' || !isTls(protocol))) {
    reportPlainPort(listener, protocol, context);
    return;
  }
  const mode = serverTlsMode(tls, resource);
  const unusable = NOT_IN_SIDECAR.filter((name) => isFilled(tls.child(name)) && tls.child(name).boolean !== false);
  for (const name of unusable) {
    const isCredential = /^(?:cred|tls)/.test(name);
    const advice = isCredential ? 'Write serverCertificate and privateKey with paths of files.' : `Delete ${name}.`;
    context.report(tls.child(name), 'sidecar-field', { field: name, advice }, { at: 'key' });
    if (isCredential) return;
  }
  if (mode === 'ISTIO_MUTUAL' || mode === 'AUTO_PASSTHROUGH')
    context.report(tls.child('mode'), 'sidecar-mode', { mode });
  else reportSettings(tls, false, resource, context);
}

function reportPlainPort(server: Field, protocol: Protocol | '', context: Here): void {
  const isGateway = server.parent?.name === 'servers';
  const redirect = isGateway && protocol && isHttp(protocol) ? ' Only httpsRedirect: true may stand in tls here.' : '';
  const unnamed = protocol ? 'TLS' : 'HTTPS or TLS';
  const secure = protocol && isHttp(protocol) ? 'HTTPS' : unnamed;
  context.report(
    server.child('tls'),
    'tls-on-plain-port',
    {
      what: isGateway ? 'server' : 'listener',
      speaks: protocol ? `speaks ${protocol}, which is not encrypted` : 'names no protocol',
      advice: `Write protocol: ${secure} for the port, or delete tls.${redirect}`,
    },
    { at: 'key' },
  );
}

function reportSettings(tls: Field, isPlain: boolean, resource: Resource, context: Here): void {
  for (const { field, id, data } of serverTlsProblems(tls, resource)) {
    const advice = `Delete ${data.fields}; a certificate belongs to a server of protocol HTTPS, with mode: SIMPLE.`;
    const shown = isPlain && id === 'passthrough-credentials' ? { ...data, advice } : data;
    context.report(field, id, shown, SERVER_TLS_WARNINGS.has(id) ? WARNING : {});
  }
}

/** Plain HTTP may have tls for httpsRedirect: without a mode that ends TLS, and without certificates from files. */
function isRedirectOnly(tls: Field, protocol: Protocol, resource: Resource): boolean {
  const mode = serverTlsMode(tls, resource);
  const files = ['serverCertificate', 'privateKey', 'caCertificates'];
  return (
    isHttp(protocol) && (mode?.endsWith('PASSTHROUGH') ?? true) && !files.some((name) => isFilled(tls.child(name)))
  );
}

/** Undefined where it is not known; what is no protocol is reported by the rules about ports. */
function protocolIn(port: Field): Protocol | undefined {
  const protocol = protocolOf(port.child('protocol').string ?? '');
  return protocol === 'Unsupported' ? undefined : protocol;
}
