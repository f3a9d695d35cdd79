import { type Context, defineRule, type OptionsOf } from '../../engine/rule.ts';
import { trafficPoliciesOf } from '../../mesh/traffic-policy.ts';
import { count } from '../../text/plural.ts';
import { parseDuration } from '../../values/duration.ts';
import type { Field } from '../../yaml/field.ts';

const OPTIONS = {
  maxEjectionPercent: {
    type: 'integer',
    minimum: 0,
    maximum: 100,
    default: 50,
    description: 'The most of a pool that may be ejected, in percent.',
  },
  minConsecutive: {
    type: 'integer',
    minimum: 1,
    default: 2,
    description: 'Fewer errors in a row than this are chance, not a failing host.',
  },
  maxConsecutive: {
    type: 'integer',
    minimum: 1,
    default: 100,
    description: 'More errors in a row than this practically never come together.',
  },
  minInterval: { type: 'string', default: '1s', description: 'The shortest time between two sweeps.' },
  maxInterval: { type: 'string', default: '5m', description: 'The longest time between two sweeps.' },
};

const MESSAGES = {
  'eject-all': {
    text: 'Up to {{percent}} % of the hosts may be ejected at once, so a fault that they share leaves few or none.',
    help: 'Write a maxEjectionPercent of at most {{most}}; without the field Envoy ejects at most 10 %.',
  },
  'zero-means-default': {
    text: 'A maxEjectionPercent of 0 does not switch ejection off: Istio leaves it out, and Envoy takes its default of 10 %.',
    help: 'Delete the field for the default, or delete outlierDetection to switch ejection off.',
  },
  'hair-trigger': {
    text: 'A host is ejected after {{errors}}, so chance failures take healthy hosts out.',
    help: 'Write at least {{least}}; the default of consecutive5xxErrors is 5.',
  },
  'too-lax': {
    text: 'A host is ejected only after {{errors}}, which practically never happens.',
    help: 'Write at most {{most}}; the default of consecutive5xxErrors is 5.',
  },
  disabled: {
    text: 'Both error counts are off here, so outlierDetection ejects nothing.',
    help: 'Set consecutive5xxErrors or consecutiveGatewayErrors, or delete outlierDetection.',
  },
  'no-effect': {
    text: 'consecutiveGatewayErrors {{gateway}} has no effect: gateway errors are 5xx errors too, and {{errors}} in a row eject the host.',
    help: 'Make it lower than consecutive5xxErrors ({{errors}}).',
  },
  interval: {
    text: 'A sweep every {{interval}} is outside of what makes sense, {{shortest}} to {{longest}}.',
    help: 'Write an interval in between; the default is 10s.',
  },
  'ejection-shorter-than-interval': {
    text: 'Hosts are ejected for {{ejection}} but looked at only every {{interval}}, so they stay out until the next sweep.',
    help: 'Make baseEjectionTime at least as long as interval.',
  },
  'health-vs-ejection': {
    text: 'With fewer than {{health}} % healthy hosts Envoy uses all of them again, the ejected too, so a maxEjectionPercent of {{percent}} is never reached.',
    help: 'Lower maxEjectionPercent to {{reached}}, which is what can happen, or lower minHealthPercent.',
  },
};

type Here = Context<keyof typeof MESSAGES, OptionsOf<typeof OPTIONS>>;

/** Outlier detection with values of a demo takes healthy pods out of a service; other values do nothing at all. */
export default defineRule({
  summary: 'Outlier detection ejects failing hosts, and only some of them',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', production: 'warning' },
  options: OPTIONS,
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection',
    'https://istio.io/latest/docs/tasks/traffic-management/circuit-breaking/',
  ],
  kinds: ['networking.istio.io/DestinationRule'],
  fields: ['outlierDetection'],
  check(resource, context) {
    for (const policy of trafficPoliciesOf(resource)) {
      const outlier = policy.child('outlierDetection');
      if (!outlier.isMap) continue;
      checkShare(outlier, context);
      checkCounts(outlier, resource.isPatch, context);
      checkTimes(outlier, resource.isPatch, context);
    }
  },
});

/** minHealthPercent becomes Envoy's panic threshold: what it keeps in use no ejection takes away. */
function checkShare(outlier: Field, context: Here): void {
  const [most, health] = [outlier.child('maxEjectionPercent'), outlier.child('minHealthPercent')];
  const [percent, kept] = [most.number, health.isSet ? health.number : 0];
  const limit = context.options.maxEjectionPercent;
  if (percent === 0) context.report(most, 'zero-means-default');
  if (!percent || kept === undefined) return;
  if (Math.min(percent, 100 - kept) > limit) context.report(most, 'eject-all', { percent, most: limit });
  else if (kept > 100 - percent)
    context.report(health, 'health-vs-ejection', { health: kept, percent, reached: 100 - kept });
}

function checkCounts(outlier: Field, isPatch: boolean, context: Here): void {
  const [all, gateway] = [outlier.child('consecutive5xxErrors'), outlier.child('consecutiveGatewayErrors')];
  const errors = all.isSet ? all.number : isPatch ? undefined : 5;
  const split = outlier.child('splitExternalLocalOriginErrors');
  checkCount(all, context);
  const hidden = errors && gateway.number && gateway.number >= errors;
  if (!hidden) checkCount(gateway, context);
  else if (errors >= context.options.minConsecutive)
    context.report(gateway, 'no-effect', { gateway: gateway.number, errors });
  const gatewayOff = gateway.isSet ? gateway.number === 0 : !isPatch;
  const localOff = split.isSet ? split.boolean === false : !isPatch;
  if (errors === 0 && gatewayOff && localOff) context.report(all, 'disabled');
}

function checkCount(field: Field, context: Here): void {
  const { minConsecutive, maxConsecutive } = context.options;
  if (!field.number || field.number < 0) return;
  if (field.number >= minConsecutive && field.number <= maxConsecutive) return;
  const errors = `${count(field.number, 'error')} in a row`;
  if (field.number < minConsecutive) context.report(field, 'hair-trigger', { errors, least: minConsecutive });
  else context.report(field, 'too-lax', { errors, most: maxConsecutive });
}

function checkTimes(outlier: Field, isPatch: boolean, context: Here): void {
  const [interval, ejection] = [outlier.child('interval'), outlier.child('baseEjectionTime')];
  const { minInterval: shortest, maxInterval: longest } = context.options;
  const every = timeOf(interval, '10s', isPatch);
  const out = timeOf(ejection, '30s', isPatch);
  const isOutside = () =>
    every.value < (parseDuration(shortest) ?? 0) || every.value > (parseDuration(longest) ?? Number.POSITIVE_INFINITY);
  if (interval.isSet && isOutside()) context.report(interval, 'interval', { interval: every.text, shortest, longest });
  else if (out.value < every.value) {
    const place = ejection.isSet ? ejection : interval;
    context.report(place, 'ejection-shorter-than-interval', { ejection: out.text, interval: every.text });
  }
}

/** A time in milliseconds as written, or Envoy's default where none is; NaN, which no comparison holds for, where unknown. */
function timeOf(field: Field, absent: string, isPatch: boolean): { value: number; text: string } {
  if (field.isSet) return { value: parseDuration(field.string) ?? Number.NaN, text: field.string ?? '' };
  return { value: isPatch ? Number.NaN : (parseDuration(absent) ?? Number.NaN), text: `${absent} (the default)` };
}
