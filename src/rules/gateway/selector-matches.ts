import { defineRule } from '../../engine/rule.ts';
import { gatewayWorkloads, labelsOfText, selectsText, workloadsOfGateway } from '../../mesh/gateway-workloads.ts';
import { absenceOf, WORLD_OPTION } from '../../mesh/references.ts';
import { holdsWorkloads, selectorOf } from '../../mesh/selected-workloads.ts';
import { rewriteString } from '../../yaml/edit.ts';

/** A Gateway is a wish to the proxies that its selector chooses; where it chooses none, nobody listens. */
export default defineRule({
  summary: 'The selector of a Gateway chooses a workload',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: ['error', { world: 'closed' }],
    'istioctl-parity': ['error', { world: 'closed', knownSelectors: ['istio=ingressgateway'] }],
  },
  codes: ['IST0101', 'KIA0302'],
  options: {
    world: WORLD_OPTION,
    knownSelectors: {
      type: 'array',
      items: { type: 'string', pattern: '^[^=,]+=[^=,]*(?:,[^=,]+=[^=,]*)*$' },
      default: [
        'istio=ingressgateway,app=istio-ingressgateway',
        'istio=egressgateway,app=istio-egressgateway',
        'istio=eastwestgateway,app=istio-eastwestgateway',
        'istio=ingress,app=istio-ingress',
        'istio=egress,app=istio-egress',
      ],
      description: 'Labels of gateways that are installed apart from the files, as "key=value,key=value".',
    },
  },
  messages: {
    none: {
      text: 'No workload has the labels {{selector}}, so no proxy opens the ports of this Gateway.',
      help: '{{wanted}}',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0101/',
    'https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway',
  ],
  kinds: ['networking.istio.io/Gateway'],
  fields: ['selector'],
  check(gateway, context) {
    const { mesh, options } = context;
    const selector = selectorOf(gateway);
    const pairs = selector.entries();
    if (gateway.isPatch || pairs.length === 0 || pairs.some(({ string }) => string === undefined)) return;
    if (options.knownSelectors.some((known) => selectsText(selector, known))) return;
    if (workloadsOfGateway(mesh, gateway).length > 0) return;

    const own = gatewayWorkloads(mesh);
    const known = options.knownSelectors.map(labelsOfText);
    const valuesOf = (key: string) => [
      ...own.flatMap(({ labels }) => labels.child(key).string ?? []),
      ...known.flatMap((labels) => labels[key] ?? []),
    ];
    const unmet = pairs.find(({ name, string }) => !valuesOf(name).includes(string ?? '')) ?? pairs[0];
    const namespace = mesh.namespaceOf(gateway);
    const reference = { kind: 'gateway workload', namespace: '', name: unmet?.string ?? '' };
    // Gateways of other namespaces are chosen too, so its own says nothing unless gateways are kept there.
    const isInventoried = () => own.some((each) => each.namespace === namespace) && holdsWorkloads(mesh, namespace);
    const absence = absenceOf(context, reference, valuesOf(unmet?.name ?? ''), isInventoried);
    if (!absence || !unmet) return;
    const { near, isSure } = absence;
    const edit = near === undefined ? undefined : rewriteString(unmet, near);
    const wanted =
      near === undefined ? 'Write labels that the pods of a gateway have.' : `Write ${unmet.name}: ${near}.`;
    const text = pairs.map(({ name, string }) => `${name}: ${string}`).join(', ');
    context.report(
      unmet,
      'none',
      { selector: text, wanted },
      {
        ...(isSure ? {} : { level: 'warning' }),
        ...(edit ? { suggestions: [{ desc: `Write ${unmet.name}: ${near}`, edit }] } : {}),
      },
    );
  },
});
