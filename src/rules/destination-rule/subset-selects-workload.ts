import { defineRule } from '../../engine/rule.ts';
import { groupBy } from '../../mesh/group-by.ts';
import { qualified, targetsOfHost } from '../../mesh/host-lookup.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { isPatched } from '../../mesh/patches.ts';
import { absenceOf, WORLD_OPTION } from '../../mesh/references.ts';
import {
  choosesAll,
  holdsWorkloads,
  possibleWorkloads,
  selectedWorkloads,
  selectorOf,
} from '../../mesh/selected-workloads.ts';
import { mayHold, maySelect, selects } from '../../mesh/selection.ts';
import { isSubsetRouted } from '../../mesh/subset-routes.ts';
import { rewriteString } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** A subset is those pods of a host that have its labels; where none has, requests to it are answered with 503. */
export default defineRule({
  summary: 'The subsets of a DestinationRule choose workloads of its host',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: ['error', { world: 'closed' }],
    'istioctl-parity': ['error', { world: 'closed' }],
  },
  codes: ['IST0173', 'KIA0203'],
  options: { world: WORLD_OPTION },
  messages: {
    none: {
      text: 'No workload behind {{host}} has the labels {{labels}}, so {{effect}}.',
      help: '{{wanted}}',
    },
    'empty-topology': {
      text: 'The label {{label}} is empty, and Istio gives pods none of an empty value, so {{effect}}.',
      help: 'Write the region, zone or network that is meant, or delete the label.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
    'https://istio.io/latest/docs/reference/config/analysis/ist0173/',
    'https://kiali.io/docs/features/validations/#kia0203',
  ],
  kinds: ['networking.istio.io/DestinationRule'],
  fields: ['subsets'],
  check(rule, context) {
    const { mesh, options } = context;
    const host = rule.spec.textOf('host');
    const namespace = mesh.namespaceOf(rule);
    if (rule.isPatch || !host || host.startsWith('*') || isPatched(mesh, rule, 'subsets')) return;
    const targets = targetsOfHost(mesh, qualified(host, namespace), namespace);
    if (targets.length === 0) return;
    const backends = backendsOf(mesh, targets, options.world === 'closed');
    if (!backends) return;
    for (const subset of rule.spec.child('subsets').items()) {
      const labels = subset.child('labels');
      const all = labels.entries();
      const pairs = all.filter(({ name }) => !isOfPlace(name));
      const empty = all.find((label) => isOfPlace(label.name) && label.value === '');
      if (!empty && (pairs.length === 0 || backends.labels.some((own) => mayHold(own, pairs)))) continue;
      if (labels.hasUnknown || labels.isUnknown || pairs.some(({ name: key }) => key === ROLLOUT_LABEL)) continue;
      const name = subset.textOf('name') ?? '';
      const isUsed = options.world === 'closed' || isSubsetRouted(mesh, qualified(host, namespace), name);
      const effect = isUsed ? 'requests to the subset are answered with 503' : 'the subset is empty';
      const level = isUsed ? {} : ({ level: 'info' } as const);
      if (empty) {
        context.report(empty, 'empty-topology', { label: empty.name, effect }, level);
        continue;
      }
      const valuesOf = (key: string) => backends.labels.flatMap((own) => own.textOf(key) ?? []);
      const unmet = pairs.find((pair) => !valuesOf(pair.name).includes(pair.string ?? '')) ?? pairs[0];
      if (!unmet) continue;
      const reference = { kind: 'workload', namespace: backends.home, name: `${host} ${name}` };
      const absence = absenceOf(context, { ...reference, name: unmet.string ?? '' }, valuesOf(unmet.name), () =>
        backends.isWhole(),
      );
      // A version may be brought by the next release; without workloads of the host among the files nobody knows any.
      if (!absence?.isSure) continue;
      const { near } = absence;
      const edit = near === undefined ? undefined : rewriteString(unmet, near);
      const known = [...new Set(valuesOf(unmet.name))].slice(0, 5);
      const wanted = near
        ? `Write ${unmet.name}: ${near}.`
        : known.length > 0
          ? `Its pods have ${unmet.name}: ${known.join(', ')}.`
          : `Give the pods the label ${unmet.name}, or delete the subset.`;
      const suggestions = edit ? [{ desc: `Write ${unmet.name}: ${near}`, edit }] : [];
      const text = pairs.map(({ name: key, value }) => `${key}: ${value}`).join(', ');
      context.report(unmet, 'none', { host, labels: text, effect, wanted }, { suggestions, ...level });
    }
  },
});

/** Argo Rollouts writes it into subsets and pods while it shifts traffic. */
const ROLLOUT_LABEL = 'rollouts-pod-template-hash';

/** Labels that Istio adds to pods from their nodes. */
function isOfPlace(label: string): boolean {
  return (
    label.startsWith('topology.kubernetes.io/') ||
    label.startsWith('topology.istio.io/') ||
    label === 'kubernetes.io/hostname'
  );
}

interface Backends {
  labels: Field[];
  home: string;
  /** Are all workloads behind the host among the files, for all that is known? */
  isWhole(): boolean;
}

/** The labels of what serves a host; undefined where some of it is not known. */
function backendsOf(mesh: Mesh, targets: readonly Resource[], isClosed: boolean): Backends | undefined {
  const labels: Field[] = [];
  for (const target of targets) {
    const selector = selectorOf(target);
    const isWide = choosesAll(selector);
    if (selector.hasUnknown) return undefined;
    if (target.kind === 'Service') {
      if (isWide && (!isClosed || hasEndpoints(mesh, target))) return undefined;
    } else {
      const endpoints = target.spec.child('endpoints').items();
      if (isWide && endpoints.length === 0) return undefined;
      for (const endpoint of endpoints) labels.push(endpoint.child('labels'));
    }
    if (isWide) continue;
    const chosen = selectedWorkloads(mesh, target);
    if (possibleWorkloads(mesh, target).length > chosen.length) return undefined;
    for (const workload of chosen) labels.push(workload.labels);
    for (const machine of mesh.inNamespace(mesh.ask(registeredLabels), mesh.namespaceOf(target)))
      if (selects(selector, machine)) labels.push(machine);
      else if (maySelect(selector, machine)) return undefined;
  }
  const home = targets[0] ? mesh.namespaceOf(targets[0]) : '';
  const isWhole = () =>
    labels.length > 0 && holdsWorkloads(mesh, home) && targets.every(({ kind }) => kind === 'Service');
  return { labels, home, isWhole };
}

/** The labels of machines outside of the cluster, by namespace. */
function registeredLabels(mesh: Mesh): Map<string, Field[]> {
  const found = [
    ...mesh.ofKind('WorkloadEntry').map((entry) => ({ entry, labels: entry.spec.child('labels') })),
    ...mesh.ofKind('WorkloadGroup').map((entry) => ({ entry, labels: entry.spec.get('metadata', 'labels') })),
  ];
  const byNamespace = groupBy(found, ({ entry }) => mesh.namespaceOf(entry));
  return new Map([...byNamespace].map(([namespace, own]) => [namespace, own.map(({ labels }) => labels)]));
}

/** Of a Service without a selector somebody writes the endpoints. */
function hasEndpoints(mesh: Mesh, service: Resource): boolean {
  const isIts = (name: string | undefined) => name === service.name;
  return (
    service.spec.has('externalName') ||
    mesh.ofKind('Endpoints', '').some(({ name }) => isIts(name)) ||
    mesh
      .ofKind('EndpointSlice', 'discovery.k8s.io')
      .some(({ labels }) => isIts(labels.textOf('kubernetes.io/service-name')))
  );
}
