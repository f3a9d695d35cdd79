import { defineRule } from '../../engine/rule.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import { LISTENER_MESSAGES, listenerProblems, repeatedPortProblems } from '../../mesh/settings/sidecar-listener.ts';
import { portProblem } from '../../values/port.ts';
import { UNIX_PREFIX, unixPathProblem } from '../../values/unix-socket.ts';

const MESSAGES = {
  'port-zero': {
    text: 'The ingress listener {{has}}, so no traffic can reach it, and Istio rejects it.',
    help: 'Write the number of a port of the Service, which is what traffic is captured for.',
  },
  'default-endpoint': {
    text: 'The defaultEndpoint "{{endpoint}}" {{problem}}, so Istio rejects it.',
    help: 'Write 127.0.0.1:PORT, [::1]:PORT, 0.0.0.0:PORT, [::]:PORT or unix:///path/to/socket.',
  },
  ...LISTENER_MESSAGES,
};

/** Ingress listeners replace what Istio opens by itself for a workload; one that is refused takes the Sidecar with it. */
export default defineRule({
  summary: 'The ingress listeners of a Sidecar can be opened, and forward to the workload itself',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener',
    'https://istio.io/latest/docs/reference/config/networking/sidecar/#SidecarPort',
  ],
  kinds: ['networking.istio.io/Sidecar'],
  fields: ['ingress'],
  check(resource, context) {
    const listeners = resource.spec.child('ingress').items();
    for (const listener of listeners) {
      const number = listener.get('port', 'number');
      if (
        listener.child('port').isMap &&
        !(number.isSet ? number.number !== 0 : resource.isPatch || isMisspelt(number))
      )
        context.report(number, 'port-zero', { has: number.isSet ? 'has the port number 0' : 'has no port number' });
      for (const { field, id, data, suggestions } of listenerProblems(listener))
        context.report(field, id, data, suggestions ? { suggestions } : {});
      const field = listener.child('defaultEndpoint');
      const problem = field.string ? endpointProblem(field.string) : undefined;
      if (problem) context.report(field, 'default-endpoint', { endpoint: field.string ?? '', problem });
    }
    for (const { field, id, data, related = [] } of repeatedPortProblems(listeners))
      context.report(field, id, data, { related });
  },
});

const HERE = ['', '127.0.0.1', '0.0.0.0', '::1', '::'];
const FORM = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:[\]]*)$/;

/** What is wrong with a place where the workload itself listens, as a clause. Source: istio/istio ValidateSidecar. */
function endpointProblem(endpoint: string): string | undefined {
  if (endpoint.startsWith(UNIX_PREFIX)) {
    const problem = unixPathProblem(endpoint.slice(UNIX_PREFIX.length));
    return problem && `is a socket whose path ${problem}`;
  }
  const [form, bracketed, plain, port = ''] = FORM.exec(endpoint) ?? [];
  if (form === undefined) return 'is not of the form address:port';
  const host = bracketed ?? plain ?? '';
  if (!HERE.includes(host)) return `has the address "${host}", and the workload itself is the only one allowed`;
  if (!/^[-+]?\d+$/.test(port)) return port ? `has the port "${port}", which is no number` : 'has no port';
  const problem = portProblem(Number(port));
  return problem && `has the port ${port}, which ${problem}`;
}
