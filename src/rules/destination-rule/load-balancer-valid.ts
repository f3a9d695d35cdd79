import { type Context, defineRule } from '../../engine/rule.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import { isOwnPolicy, trafficPoliciesOf } from '../../mesh/traffic-policy.ts';
import { precisionProblem } from '../../values/duration.ts';
import { replaceScalar } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

const MESSAGES = {
  'cookie-name': { text: 'The cookie has an empty name, so Istio rejects it.', help: 'Write the name of the cookie.' },
  'attribute-name': {
    text: 'An attribute of the cookie has an empty name, so Istio rejects it.',
    help: 'Write its name, as in SameSite.',
  },
  'attribute-repeated': {
    text: 'The cookie has the attribute "{{name}}" twice, so Istio rejects it.',
    help: 'Delete one of the two.',
  },
  'ring-size': {
    text: 'minimumRingSize is deprecated here; ringHash has it now.',
    help: 'Write ringHash: {minimumRingSize: {{size}}}.',
  },
  'ring-size-twice': {
    text: 'minimumRingSize stands beside {{name}}, which says it too, so Istio rejects it.',
    help: 'Delete minimumRingSize.',
  },
  'no-table-size': {
    text: 'maglev has no tableSize above 0, so Istio rejects it.',
    help: 'Write a prime number below 5000011; 65537 is the default of Envoy.',
  },
  'table-size': {
    text: 'The tableSize {{size}} of maglev {{problem}}, so Istio rejects it.',
    help: 'Write a prime number below 5000011; 65537 is the default of Envoy.',
  },
  'locality-and-zone': {
    text: 'localityLbSetting and zoneAwareLbSetting are both set, and traffic follows one of them, so Istio rejects it.',
    help: 'Keep one of them.',
  },
  warmup: {
    text: 'The warmup duration {{value}} {{problem}}, so Istio rejects it.',
    help: 'Write whole milliseconds.',
  },
  aggression: {
    text: 'The aggression {{value}} is not above 0, so Istio rejects it.',
    help: 'Write more than 0; 1 warms up evenly.',
  },
  'least-conn': {
    text: 'LEAST_CONN is deprecated, for it is the same as LEAST_REQUEST.',
    help: 'Write LEAST_REQUEST.',
  },
};

type Here = Pick<Context<keyof typeof MESSAGES>, 'report'>;

/** How the proxy chooses a host for each request. */
export default defineRule({
  summary: 'Load balancers have settings that Envoy can use',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: 'error',
    'istio-validate': ['error', { nested: false }],
    'istioctl-parity': ['error', { nested: false }],
  },
  codes: ['IST0106'],
  otherCodes: ['IST0133'],
  fix: 'safe',
  options: {
    nested: {
      type: 'boolean',
      default: true,
      description:
        'Warn about the policies of subsets and ports too; admission warns about that of the resource alone.',
    },
  },
  messages: MESSAGES,
  sources: ['https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings'],
  kinds: ['networking.istio.io/DestinationRule'],
  fields: ['loadBalancer'],
  check(rule, context) {
    for (const policy of trafficPoliciesOf(rule)) {
      const balancer = policy.child('loadBalancer');
      if (!balancer.isMap) continue;
      const warns = context.options.nested || isOwnPolicy(policy);
      checkSimple(balancer.child('simple'), context);
      checkHash(balancer.child('consistentHash'), { isPatch: rule.isPatch, warns }, context);
      const zone = balancer.child('zoneAwareLbSetting');
      if (balancer.has('localityLbSetting') && zone.isSet) context.report(zone, 'locality-and-zone', {}, { at: 'key' });
      checkWarmup(balancer.child('warmup'), context);
    }
  },
});

function checkWarmup(warmup: Field, context: Here): void {
  if (!warmup.isMap) return;
  const [duration, aggression] = [warmup.child('duration'), warmup.child('aggression')];
  const problem = precisionProblem(duration.string);
  if (problem) context.report(duration, 'warmup', { value: duration.string ?? '', problem });
  if (aggression.number === 0) context.report(aggression, 'aggression', { value: 0 });
}

function checkSimple(field: Field, context: Here): void {
  if (field.string !== 'LEAST_CONN') return;
  const edit = replaceScalar(field, 'LEAST_REQUEST');
  // Admission says nothing of it.
  context.report(field, 'least-conn', {}, { level: 'info', codes: [], ...(edit ? { fix: edit } : {}) });
}

function checkHash(hash: Field, { isPatch, warns }: { isPatch: boolean; warns: boolean }, context: Here): void {
  if (!hash.isMap) return;
  const cookie = hash.child('httpCookie');
  if (cookie.child('name').string === '') context.report(cookie.child('name'), 'cookie-name');
  const seen = new Set<string>();
  for (const attribute of cookie.child('attributes').items()) {
    const field = attribute.child('name');
    const name = field.string;
    if (name === '') context.report(field, 'attribute-name');
    else if (name !== undefined && seen.has(name)) context.report(field, 'attribute-repeated', { name });
    if (name !== undefined) seen.add(name);
  }
  const ring = hash.child('minimumRingSize');
  if (ring.number) {
    const other = ['ringHash', 'maglev'].map((name) => hash.child(name)).find(({ isSet }) => isSet);
    if (other) context.report(ring, 'ring-size-twice', { name: other.name }, { at: 'key' });
    else if (warns)
      context.report(ring, 'ring-size', { size: ring.number }, { at: 'key', level: 'warning', codes: ['IST0133'] });
  }
  const maglev = hash.child('maglev');
  const table = maglev.child('tableSize');
  if (!maglev.isMap || (table.isSet && table.number === undefined) || isPatch || isMisspelt(table)) return;
  const size = table.number ?? 0;
  const problem = tableSizeProblem(size);
  if (size === 0) context.report(table, 'no-table-size');
  else if (problem) context.report(table, 'table-size', { size, problem });
}

const LARGEST_TABLE = 5_000_011;

function tableSizeProblem(size: number): string | undefined {
  if (size < 0 || !Number.isInteger(size)) return undefined;
  if (size >= LARGEST_TABLE) return 'is 5000011 or more';
  return isPrime(size) ? undefined : 'is no prime number';
}

/** Envoy takes 1 for one too. */
function isPrime(number: number): boolean {
  if (number < 4) return true;
  if (number % 2 === 0) return false;
  for (let factor = 3; factor * factor <= number; factor += 2) if (number % factor === 0) return false;
  return true;
}
