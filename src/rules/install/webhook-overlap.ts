import { defineRule } from '../../engine/rule.ts';
import { labelSelectorMatches, valuesOfLabel } from '../../mesh/label-selector.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { absenceOf, isInventoried, WORLD_OPTION } from '../../mesh/references.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** Which webhook injects a pod is decided by labels of its namespace and its own; two that match inject it twice. */
export default defineRule({
  summary: 'No pod is injected by two webhooks of Istio',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: ['error', { world: 'closed' }],
    'istioctl-parity': ['error', { world: 'closed', each: true }],
  },
  options: {
    world: {
      ...WORLD_OPTION,
      description:
        'closed: a Service that is not in the files is not there. Else it may be, unless a snapshot shows the cluster.',
    },
    each: {
      type: 'boolean',
      default: false,
      description: 'Report each of the webhooks of one configuration, as istioctl does, and not only the later ones.',
    },
  },
  codes: ['IST0139'],
  messages: {
    'no-service': {
      text: 'The webhook "{{webhook}}" calls the Service {{service}}, which is not there, so pods are not injected, or not even made.',
      help: 'Delete the configuration if the revision is gone, or install it again.',
    },
    overlap: {
      text: 'Pods {{where}} match the webhook "{{webhook}}", and "{{other}}" of {{configuration}} too, so both inject them.',
      help: 'Give the two selectors that exclude each other, or delete the webhook of the installation that is gone.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0139/',
    'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy',
    'https://istio.io/latest/docs/setup/upgrade/canary/#stable-revision-labels',
  ],
  kinds: ['admissionregistration.k8s.io/MutatingWebhookConfiguration'],
  checkMesh(mesh, context) {
    const injectors = mesh.ofKind('MutatingWebhookConfiguration', 'admissionregistration.k8s.io').flatMap(injectorsOf);
    for (const injector of injectors) reportService(injector.field);
    for (const [index, injector] of injectors.entries()) {
      const worlds = mesh.worldsOf(injector.configuration);
      // Two webhooks of one configuration are one finding, at the later one.
      const others = injectors.filter((each, at) =>
        each.configuration === injector.configuration
          ? at < index || (context.options.each && at > index)
          : each.configuration.name !== injector.configuration.name && isIn(worlds, each.configuration, mesh),
      );
      const revisions = [injector, ...others].flatMap((each) => each.revisions);
      const found = firstOverlap(injector, others, new Set(revisions));
      if (!found) continue;
      const { other, where } = found;
      const [webhook, name] = [injector, other].map(({ field }) => field.child('name').string ?? '');
      const data = { where, webhook: webhook ?? '', other: name ?? '', configuration: other.configuration.display };
      const related = [{ field: other.field.child('name'), message: `"${name}" matches them too` }];
      context.report(injector.field.child('name'), 'overlap', data, { related });
    }

    function reportService(webhook: Field): void {
      const service = webhook.get('clientConfig', 'service', 'name');
      const namespace = webhook.get('clientConfig', 'service', 'namespace').string ?? '';
      const name = service.string;
      if (!name) return;
      const isThere = mesh
        .hosts()
        .services(name)
        .some((each) => mesh.mayBeIn(each, namespace));
      if (isThere) return;
      const absence = absenceOf(context, { kind: 'Service', namespace, name }, [], () =>
        isInventoried(mesh, '', ['', 'Service']),
      );
      const data = { webhook: webhook.child('name').string ?? '', service: `${namespace}/${name}` };
      if (absence) context.report(service, 'no-service', data);
    }
  },
});

interface Injector {
  configuration: Resource;
  field: Field;
  revisions: string[];
}

const REVISION = 'istio.io/rev';

/** The webhooks of Istio that are asked about pods; none where a selector, or a further condition, leaves that open. */
function injectorsOf(configuration: Resource): Injector[] {
  const webhooks = configuration.root.child('webhooks').maps();
  const own = configuration.labels.child(REVISION).string;
  const revisionsOf = (webhook: Field) =>
    ['namespaceSelector', 'objectSelector'].flatMap((name) => valuesOfLabel(webhook.child(name), REVISION));
  const isIstios = webhooks.some((webhook) => webhook.child('name').string?.endsWith('istio.io'));
  if (!isIstios && own === undefined && webhooks.every((webhook) => revisionsOf(webhook).length === 0)) return [];
  return webhooks
    .filter((webhook) => isAskedAboutPods(webhook) && !webhook.child('matchConditions').isSet)
    .map((field) => ({ configuration, field, revisions: [...revisionsOf(field), ...(own ? [own] : [])] }));
}

function isAskedAboutPods(webhook: Field): boolean {
  const rules = webhook.child('rules').maps();
  const names = rules.flatMap((rule) => [...rule.child('resources').items()]).map(({ string }) => string);
  return rules.length === 0 || names.some((name) => name === 'pods' || name === '*' || name === '*/*');
}

function isIn(worlds: readonly object[], configuration: Resource, mesh: Mesh): boolean {
  return mesh.worldsOf(configuration).some((world) => worlds.includes(world));
}

type Labels = Record<string, string>;

/** Some labels of a namespace and of a pod that both this injector and another one match. */
function firstOverlap(
  injector: Injector,
  others: readonly Injector[],
  revisions: ReadonlySet<string>,
): { other: Injector; where: string } | undefined {
  const inNamespaces = choices('istio-injection', ['enabled', 'disabled'], revisions);
  const onPods = choices('sidecar.istio.io/inject', ['true', 'false'], revisions);
  for (const namespace of inNamespaces)
    for (const pod of onPods) {
      if (!matches(injector, namespace, pod)) continue;
      const other = others.find((each) => matches(each, namespace, pod));
      if (other) return { other, where: `${describe(pod)} in namespaces ${describe(namespace)}` };
    }
  return undefined;
}

function choices(label: string, values: readonly string[], revisions: ReadonlySet<string>): Labels[] {
  const plain: Labels[] = [{}, ...values.map((value) => ({ [label]: value }))];
  return [
    ...plain,
    ...[...revisions].flatMap((revision) => plain.map((labels) => ({ ...labels, [REVISION]: revision }))),
  ];
}

function matches({ field }: Injector, namespace: Labels, pod: Labels): boolean {
  return (
    labelSelectorMatches(field.child('namespaceSelector'), namespace) === true &&
    labelSelectorMatches(field.child('objectSelector'), pod) === true
  );
}

function describe(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}: ${value}`);
  return pairs.length === 0 ? 'without a label of Istio' : `with ${pairs.join(' and ')}`;
}
