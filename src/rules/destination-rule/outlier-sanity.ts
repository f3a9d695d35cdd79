import { defineRule } from '../../engine/rule.ts';
import { trafficPoliciesOf } from '../../mesh/traffic-policy.ts';
import { parseDuration } from '../../values/duration.ts';
import type { Field } from '../../yaml/field.ts';

/** Outlier detection with values of a demo takes healthy pods out of a service; other values do nothing at all. */
export default defineRule({
  summary: 'Outlier detection ejects failing hosts, and only some of them',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', production: 'warning' },
  options: {
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
  },
  messages: {
    'eject-all': {
      text: 'Up to {{percent}} % of the hosts may be ejected, so a common fault takes most of the service away.',
      help: 'Write a maxEjectionPercent of at most {{most}}; without the field Envoy ejects at most 10 %.',
    },
    'zero-means-default': {
      text: 'A maxEjectionPercent of 0 does not switch ejection off: Istio leaves it out, and Envoy takes its default of 10 %.',
      help: 'Delete the field for the default, or delete outlierDetection to switch ejection off.',
    },
    'hair-trigger': {
      text: 'A host is ejected after {{errors}} error in a row, so chance failures take healthy hosts out.',
      help: 'Write at least {{least}}; Istio defaults to 5.',
    },
    'too-lax': {
      text: 'A host is ejected only after {{errors}} errors in a row, which practically never happens.',
      help: 'Write at most {{most}}; Istio defaults to 5.',
    },
    disabled: {
      text: 'Both error counts are off here, so outlierDetection ejects nothing.',
      help: 'Set consecutive5xxErrors or consecutiveGatewayErrors, or delete outlierDetection.',
    },
    'no-effect': {
      text: 'consecutiveGatewayErrors {{gateway}} has no effect: gateway errors are 5xx errors too, and {{errors}} of those eject the host first.',
      help: 'Make it lower than consecutive5xxErrors ({{errors}}).',
    },
    interval: {
      text: 'A sweep every {{interval}} is outside of what makes sense, {{shortest}} to {{longest}}.',
      help: 'Write an interval such as 10s or 30s.',
    },
    'ejection-shorter-than-interval': {
      text: 'Hosts are ejected for {{ejection}} but looked at only every {{interval}}, so they come back at the next sweep at the earliest.',
      help: 'Make baseEjectionTime at least as long as interval.',
    },
    'health-vs-ejection': {
      text: 'Ejection stops when fewer than {{health}} % are healthy, so maxEjectionPercent {{percent}} is never reached.',
      help: 'Make minHealthPercent at most {{allowed}}, or lower maxEjectionPercent.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection',
    'https://istio.io/latest/docs/tasks/traffic-management/circuit-breaking/',
  ],
  kinds: ['DestinationRule'],
  check(resource, context) {
    const { options } = context;
    for (const policy of trafficPoliciesOf(resource)) {
      const outlier = policy.child('outlierDetection');
      if (!outlier.isMap) continue;
      checkShare();
      checkCounts();
      checkTimes();

      function checkShare(): void {
        const most = outlier.child('maxEjectionPercent');
        const health = outlier.child('minHealthPercent');
        if (most.number === undefined) return;
        if (most.number === 0) context.report(most, 'zero-means-default');
        else if (most.number > options.maxEjectionPercent)
          context.report(most, 'eject-all', { percent: most.number, most: options.maxEjectionPercent });
        else if (health.number !== undefined && health.number > 100 - most.number) {
          context.report(health, 'health-vs-ejection', {
            health: health.number,
            percent: most.number,
            allowed: 100 - most.number,
          });
        }
      }

      function checkCounts(): void {
        const [all, gateway] = [outlier.child('consecutive5xxErrors'), outlier.child('consecutiveGatewayErrors')];
        for (const field of [all, gateway]) {
          const errors = field.number;
          if (errors === undefined || errors === 0) continue;
          if (errors < options.minConsecutive)
            context.report(field, 'hair-trigger', { errors, least: options.minConsecutive });
          if (errors > options.maxConsecutive)
            context.report(field, 'too-lax', { errors, most: options.maxConsecutive });
        }
        const errors = all.isSet ? all.number : 5;
        const gatewayOff = !gateway.isSet || gateway.number === 0;
        const local =
          outlier.child('splitExternalLocalOriginErrors').boolean === true &&
          outlier.child('consecutiveLocalOriginFailures').number !== 0;
        if (errors === 0 && gatewayOff && !local) context.report(all, 'disabled');
        if (
          errors !== undefined &&
          errors > 0 &&
          gateway.number !== undefined &&
          gateway.number >= Math.max(errors, 1)
        ) {
          context.report(gateway, 'no-effect', { gateway: gateway.number, errors });
        }
      }

      function checkTimes(): void {
        const [interval, ejection] = [outlier.child('interval'), outlier.child('baseEjectionTime')];
        const sweep = milliseconds(interval, 10_000);
        const out = milliseconds(ejection, 30_000);
        const [shortest, longest] = [
          parseDuration(options.minInterval) ?? 0,
          parseDuration(options.maxInterval) ?? Number.POSITIVE_INFINITY,
        ];
        if (sweep !== undefined && (sweep < shortest || sweep > longest)) {
          context.report(interval, 'interval', {
            interval: interval.string ?? '',
            shortest: options.minInterval,
            longest: options.maxInterval,
          });
        } else if (sweep !== undefined && out !== undefined && out < sweep) {
          const place = ejection.isSet ? ejection : interval;
          context.report(place, 'ejection-shorter-than-interval', {
            ejection: ejection.string ?? '30s',
            interval: interval.string ?? '10s',
          });
        }
      }
    }
  },
});

/** The time as written, or Istio's default where none is; undefined where it isn't known. */
function milliseconds(field: Field, absent: number): number | undefined {
  return field.isSet ? parseDuration(field.string) : absent;
}
