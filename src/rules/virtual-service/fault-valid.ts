import { type Context, defineRule } from '../../engine/rule.ts';
import { lacks } from '../../mesh/settings/misspelt.ts';
import { routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { suggest } from '../../text/suggest.ts';
import { precisionProblem } from '../../values/duration.ts';
import { statusProblem } from '../../values/http.ts';
import { fractionalPercentProblem } from '../../values/percent.ts';
import type { Field } from '../../yaml/field.ts';

const MESSAGES = {
  empty: {
    text: 'The fault has neither abort nor delay, so Istio rejects it.',
    help: 'Write one of them, or delete fault.',
  },
  percentage: {
    text: 'The percentage {{value}} {{problem}}, so Istio rejects it.',
    help: 'Write 0, or 0.0001 to 100.',
  },
  status: {
    text: 'The httpStatus {{status}} {{problem}}, so Istio rejects it.',
    help: 'Write the status to answer with, such as 503.',
  },
  'grpc-status': {
    text: 'The grpcStatus "{{status}}" is none that gRPC has, so Istio rejects it.',
    help: 'Write {{wanted}}.',
  },
  'no-http2-error': {
    text: 'http2Error stands in the API, but Istio cannot inject such errors, so it rejects it.',
    help: 'Write httpStatus or grpcStatus.',
  },
  'no-exponential-delay': {
    text: 'exponentialDelay stands in the API, but Istio cannot inject such delays, so it rejects it.',
    help: 'Write fixedDelay.',
  },
  delay: {
    text: 'The fixedDelay {{delay}} {{problem}}, so Istio rejects it.',
    help: 'Write whole milliseconds, such as 500ms or 2s.',
  },
  'no-error': {
    text: 'The abort says no error to answer with, so it aborts nothing.',
    help: 'Write httpStatus or grpcStatus.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** Faults are injected by the proxy of the client, to see how it copes. */
export default defineRule({
  summary: 'Injected faults are delays and errors that Envoy can make',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: MESSAGES,
  sources: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection'],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['fault'],
  check(service, context) {
    for (const fault of routesOf(service, 'http').map((route) => route.child('fault'))) {
      if (!fault.isMap) continue;
      if (!service.isPatch && lacks(fault, 'abort', 'delay')) context.report(fault, 'empty', {}, { at: 'key' });
      const [abort, delay] = [fault.child('abort'), fault.child('delay')];
      for (const share of [abort.child('percentage'), delay.child('percentage')])
        checkPercentage(share.child('value'), context);
      if (abort.isMap) checkAbort(abort, service.isPatch, context);
      checkDelay(delay, context);
    }
  },
});

function checkPercentage(field: Field, context: Here): void {
  const value = field.number;
  const problem = value === undefined ? undefined : fractionalPercentProblem(value);
  if (value !== undefined && problem) context.report(field, 'percentage', { value, problem });
}

function checkAbort(abort: Field, isPatch: boolean, context: Here): void {
  const [http, grpc, http2] = [abort.child('httpStatus'), abort.child('grpcStatus'), abort.child('http2Error')];
  // The CRD takes one of the three, and says so.
  if (http2.isSet && !http.isSet && !grpc.isSet) context.report(http2, 'no-http2-error', {}, { at: 'key' });
  const status = http.number;
  const isInt32 = status !== undefined && Number.isInteger(status) && Math.abs(status) < 2 ** 31;
  const problem = isInt32 ? statusProblem(status) : undefined;
  if (problem) context.report(http, 'status', { status: status ?? 0, problem });
  const name = grpc.string;
  if (name !== undefined && !GRPC_STATUSES.includes(name)) {
    const near = suggest(name, GRPC_STATUSES);
    context.report(grpc, 'grpc-status', { status: name, wanted: near ?? `one of ${GRPC_STATUSES.join(', ')}` });
  }
  // Istio has a warning for it that never reaches anybody.
  if (!isPatch && lacks(abort, 'httpStatus', 'grpcStatus', 'http2Error'))
    context.report(abort, 'no-error', {}, { at: 'key', level: 'info', codes: [] });
}

function checkDelay(delay: Field, context: Here): void {
  const [fixed, exponential] = [delay.child('fixedDelay'), delay.child('exponentialDelay')];
  if (exponential.isSet && !fixed.isSet) context.report(exponential, 'no-exponential-delay', {}, { at: 'key' });
  const problem = precisionProblem(fixed.string);
  if (problem) context.report(fixed, 'delay', { delay: fixed.string ?? '', problem });
}

/** Source: https://grpc.io/docs/guides/status-codes/ */
const GRPC_STATUSES: readonly string[] = [
  ...['OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS'],
  ...['PERMISSION_DENIED', 'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED'],
  ...['INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED'],
];
