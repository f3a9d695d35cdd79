import { type Context, defineRule } from '../../engine/rule.ts';
import { LABEL_MESSAGES, labelsProblems } from '../../mesh/settings/labels.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import type { Field } from '../../yaml/field.ts';

const MESSAGES = {
  'no-method': {
    text: 'The probe has no method, so there is nothing to ask the workload, and Istio rejects it.',
    help: 'Add httpGet or tcpSocket with a port, or exec with a command; or delete the probe.',
  },
  'grpc-method': {
    text: 'The probe asks by gRPC, which the CRD has but the admission of Istio does not know, so Istio rejects it.',
    help: 'Write tcpSocket with the port, or exec with a command that asks, such as grpc_health_probe.',
  },
  'no-command': {
    text: 'The exec probe has an empty command, so there is nothing to run, and Istio rejects it.',
    help: 'Write the program and its arguments as a list.',
  },
  'no-header-name': {
    text: 'A header of the probe has no name, so Istio rejects it.',
    help: 'Write the name of the header, or delete the item.',
  },
  'header-name': {
    text: 'The header name "{{name}}" has an underscore, and Istio takes letters, digits and "-" here, so it rejects the probe.',
    help: 'Write "-" for "_" if the workload takes it, or delete the header.',
  },
  ...LABEL_MESSAGES,
};

type Here = Context<keyof typeof MESSAGES>;

/** The template becomes the WorkloadEntry of each machine that registers; the probe decides whether it gets traffic. */
export default defineRule({
  summary: 'A WorkloadGroup has labels that are labels, and a probe that can ask',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/workload-group/',
    'https://istio.io/latest/docs/setup/install/virtual-machine/',
  ],
  kinds: ['networking.istio.io/WorkloadGroup'],
  check(resource, context) {
    for (const { field, id, data, at } of labelsProblems(resource.get('spec', 'metadata', 'labels')))
      context.report(field, id, data, { at });
    const probe = resource.spec.child('probe');
    if (!probe.isMap) return;
    checkMethod(probe, resource.isPatch, context);
    const command = probe.get('exec', 'command');
    if (command.isList && command.items().length === 0) context.report(command, 'no-command', {}, { at: 'key' });
    checkHeaders(probe.get('httpGet', 'httpHeaders'), context);
  },
});

const METHODS = ['httpGet', 'tcpSocket', 'exec', 'grpc'];
const NUMBERS = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];

/** Two methods, and words that are neither, are for core/schema and core/unknown-field to say. */
function checkMethod(probe: Field, isPatch: boolean, context: Here): void {
  const methods = METHODS.filter((name) => probe.child(name).exists);
  if (methods.length === 1 && probe.child('grpc').isMap)
    context.report(probe.child('grpc'), 'grpc-method', {}, { at: 'key' });
  if (methods.length === 0 && !isPatch && probe.keys().every((name) => NUMBERS.includes(name)))
    context.report(probe, 'no-method', {}, { at: 'key' });
}

/** Names with other characters than these are for core/schema to say. */
function checkHeaders(headers: Field, context: Here): void {
  for (const header of headers.items()) {
    const field = header.child('name');
    if (header.isMap && !field.exists && !isMisspelt(field)) context.report(field, 'no-header-name');
    const name = field.string;
    if (name !== undefined && /^[-\w]*_[-\w]*$/.test(name)) context.report(field, 'header-name', { name });
  }
}
