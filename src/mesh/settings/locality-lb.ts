import { isUint32 } from '../../values/port.ts';
import type { Field } from '../../yaml/field.ts';
import { isMisspelt } from './misspelt.ts';

/** What each problem of load balancing by locality is called to a person. */
export const LOCALITY_LB_MESSAGES = {
  'distribute-and-failover': {
    text: 'distribute and failover are both set, and traffic follows one of them, so Istio rejects it.',
    help: 'Keep one of them.',
  },
  'failover-and-topology': {
    text: 'failoverPriority holds the topology label {{label}} beside failover, so Istio rejects it.',
    help: 'Keep failover, or failoverPriority.',
  },
  'zone-topology': {
    text: 'failoverPriority holds the topology label {{label}}, which zone-aware balancing sees to itself, so Istio rejects it.',
    help: 'Delete it.',
  },
  weight: {
    text: 'The weight {{weight}} of "{{locality}}" is none from 1 to 100, so Istio rejects it.',
    help: 'Write 1 to 100.',
  },
  'weight-sum': {
    text: 'The weights of traffic from "{{from}}" sum to {{sum}}, so Istio rejects them.',
    help: 'Write weights that sum to 100.',
  },
  'wildcard-place': {
    text: 'The locality "{{locality}}" has a "*" that is not alone at its end, so Istio rejects it.',
    help: 'Write region/*, region/zone/* or *.',
  },
  'empty-part': {
    text: 'The locality "{{locality}}" has an empty part, so Istio rejects it.',
    help: 'Write region, region/zone or region/zone/subzone.',
  },
  overlap: {
    text: 'The localities "{{locality}}" and "{{other}}" overlap, so Istio rejects them.',
    help: 'Keep one of them.',
  },
  'same-region': {
    text: 'failover goes from "{{region}}" to the same region, so Istio rejects it.',
    help: 'Write another region in to.',
  },
  'not-a-region': {
    text: 'failover names "{{region}}", and it goes from region to region, so Istio rejects it.',
    help: 'Write the region alone, without zone and "*".',
  },
};

export interface LocalityLbProblem {
  field: Field;
  id: keyof typeof LOCALITY_LB_MESSAGES;
  data: Record<string, string | number>;
}

const TOPOLOGY = new Set(['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone']);

/**
 * What Istio refuses in a LocalityLoadBalancerSetting. Where `distribute` and `failover` stand side by side, or a weight is
 * wrong, Istio looks no further, and neither does this.
 * Source: https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting
 */
export function* localityLbProblems(setting: Field): Generator<LocalityLbProblem> {
  const [distribute, failover] = [setting.child('distribute'), setting.child('failover')];
  if (distribute.items().length > 0 && failover.items().length > 0) {
    yield { field: failover, id: 'distribute-and-failover', data: {} };
    return;
  }
  const label = topologyLabelIn(setting.child('failoverPriority'));
  if (failover.items().length > 0 && label) {
    yield { field: label, id: 'failover-and-topology', data: { label: label.string ?? '' } };
    return;
  }
  const shares = distribute.maps();
  for (const share of shares) {
    const wrong = weightProblem(share);
    if (wrong) {
      yield wrong;
      return;
    }
    const overlap = overlapIn(
      share
        .child('to')
        .entries()
        .map((field) => ({ field, locality: field.name })),
      false,
    );
    if (overlap) yield overlap;
  }
  const sources = shares.map((share) => share.child('from'));
  const known = sources.every((field) => (field.isSet ? field.string !== undefined : !isMisspelt(field)));
  const overlap = known
    ? overlapIn(
        sources.map((field) => ({ field, locality: field.string ?? '' })),
        true,
      )
    : undefined;
  if (overlap) yield overlap;
  yield* failoverProblems(failover);
}

/** What Istio refuses in a ZoneAwareLoadBalancerSetting. Source: the same page. */
export function* zoneAwareLbProblems(setting: Field): Generator<LocalityLbProblem> {
  const label = topologyLabelIn(setting.child('failoverPriority'));
  if (label) yield { field: label, id: 'zone-topology', data: { label: label.string ?? '' } };
  yield* failoverProblems(setting.child('failover'));
}

function topologyLabelIn(priority: Field): Field | undefined {
  return priority.items().find(({ string }) => string !== undefined && TOPOLOGY.has(string));
}

function* failoverProblems(failover: Field): Generator<LocalityLbProblem> {
  for (const step of failover.maps()) {
    const [from, to] = [step.child('from'), step.child('to')];
    if ([from, to].some((field) => (field.isSet ? field.string === undefined : isMisspelt(field)))) continue;
    const [source, target] = [from.string ?? '', to.string ?? ''];
    const wrong = [from, to].find(({ string }) => /[/*]/.test(string ?? ''));
    if (source === target) yield { field: to, id: 'same-region', data: { region: source } };
    else if (wrong) yield { field: wrong, id: 'not-a-region', data: { region: wrong.string ?? '' } };
  }
}

function weightProblem(share: Field): LocalityLbProblem | undefined {
  const weights = share.child('to').entries();
  if (weights.some(({ number, isSet }) => isSet && !isUint32(number ?? Number.NaN))) return undefined;
  const wrong = weights.find(({ number }) => (number ?? 0) < 1 || (number ?? 0) > 100);
  if (wrong) return { field: wrong, id: 'weight', data: { weight: wrong.number ?? 0, locality: wrong.name } };
  const sum = weights.reduce((all, { number }) => all + (number ?? 0), 0);
  const to = share.child('to');
  return sum === 100
    ? undefined
    : { field: to.isSet ? to : share, id: 'weight-sum', data: { sum, from: share.child('from').string ?? '' } };
}

interface Place {
  field: Field;
  locality: string;
}

/** The first of the localities that is none, or that overlaps with one before it. */
function overlapIn(places: readonly Place[], inOrder: boolean): LocalityLbProblem | undefined {
  const before: string[] = [];
  for (const { field, locality } of places) {
    const stars = locality.split('*').length - 1;
    if (stars > 1 || (stars === 1 && !locality.endsWith('*')))
      return { field, id: 'wildcard-place', data: { locality } };
    if (before.includes('*')) return { field, id: 'overlap', data: { locality, other: '*' } };
    if (partsOf(locality).some((part) => part === '')) return { field, id: 'empty-part', data: { locality } };
    // A wildcard stands for what is left, so in a list it may come after what is named; the members of a map have no order.
    const isRest = inOrder && partsOf(locality).at(-1) === '*';
    const other = before.find((earlier) => isWithin(locality, earlier) || (!isRest && isWithin(earlier, locality)));
    if (other !== undefined) return { field, id: 'overlap', data: { locality, other } };
    before.push(locality);
  }
  return undefined;
}

/** `region/zone` is within `region`, `region/*` and `region/zone`. */
function isWithin(inner: string, outer: string): boolean {
  const [parts, around] = [partsOf(inner), partsOf(outer).filter((part) => part !== '*')];
  return around.every((part, index) => parts[index] === part);
}

/** Region, zone and all that follows as the subzone. */
function partsOf(locality: string): string[] {
  const [region = '', zone, ...subzone] = locality.split('/');
  return [region, ...(zone === undefined ? [] : [zone]), ...(subzone.length > 0 ? [subzone.join('/')] : [])];
}
