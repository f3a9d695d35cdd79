import { defineRule } from '../../engine/rule.ts';
import { CLUSTERS_OPTION, sharedServices } from '../../mesh/clusters.ts';
import { groupBy } from '../../mesh/group-by.ts';
import { isPatched } from '../../mesh/patches.ts';
import { servicePortProtocol } from '../../mesh/service-ports.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** Services of one name are one service to istiod, whatever cluster they are in, and only one of them says what it is like. */
export default defineRule({
  summary: 'A Service that several clusters of a mesh have is the same in all of them',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', 'istioctl-parity': ['warning', { compare: 'all' }] },
  codes: ['IST0170'],
  options: {
    clusters: CLUSTERS_OPTION,
    compare: {
      enum: ['effective', 'all'],
      default: 'effective',
      description:
        'effective: whether it is headless or ExternalName, and the names, numbers and protocols of its ports; all: the ' +
        'type, target ports and node ports too, which istiod takes from each cluster.',
    },
  },
  messages: {
    headless: {
      text: 'The Service {{service}} is {{own}} in {{cluster}} and {{other}} in {{others}}; to istiod they are one service, and one of them decides for all clusters.',
      help: 'Write the same clusterIP, None or nothing, in all clusters.',
    },
    type: {
      text: 'The Service {{service}} is of type {{own}} in {{cluster}} and {{other}} in {{others}}, though to istiod they are one service.',
      help: 'Write the same type in all clusters.',
    },
    ports: {
      text: 'The Service {{service}} has the ports {{own}} in {{cluster}} and {{other}} in {{others}}; to istiod they are one service, and one of them decides for all clusters.',
      help: 'Give it the same ports in all clusters.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0170/',
    'https://istio.io/latest/docs/ops/deployment/deployment-models/#multiple-clusters',
  ],
  kinds: ['core/Service'],
  checkMesh(mesh, context) {
    const { clusters, compare } = context.options;
    for (const byCluster of sharedServices(mesh, clusters))
      for (const aspect of ['headless', 'type', 'ports'] as const) {
        const stated = [...byCluster].flatMap(([cluster, service]) => {
          const statement = STATEMENTS[aspect](service, compare === 'all');
          const field = service.spec.child(MEMBERS[aspect]);
          return statement && !isPatched(mesh, service, MEMBERS[aspect])
            ? { ...statement, cluster, service, field }
            : [];
        });
        const groups = [...groupBy(stated, ({ key }) => key).values()].sort((a, b) => b.length - a.length);
        const [usual = [], ...rest] = groups;
        const [first] = usual;
        if (!first) continue;
        const others = usual.map(({ cluster }) => cluster).join(', ');
        const related = [{ field: first.field, message: `in ${first.cluster}` }];
        for (const { cluster, service, field, text } of rest.flat()) {
          const name = `${mesh.namespaceOf(service)}/${service.name}`;
          const data = { service: name, cluster, own: text, other: first.text, others };
          context.report(field, aspect, data, { at: 'key', related });
        }
      }
  },
});

type Aspect = 'headless' | 'type' | 'ports';

const MEMBERS: Record<Aspect, string> = { headless: 'clusterIP', type: 'type', ports: 'ports' };

/** What to compare, and what to call it; undefined where it isn't known. */
type Statement = { key: string; text: string };

const STATEMENTS: Record<Aspect, (service: Resource, isAll: boolean) => Statement | undefined> = {
  headless({ spec }) {
    const addresses = [spec.child('clusterIP'), ...spec.child('clusterIPs').items()];
    if (spec.isUnknown || addresses.some(({ isUnknown }) => isUnknown)) return undefined;
    const text = addresses.some(({ string }) => string === 'None') ? 'headless' : 'not headless';
    return { key: text, text };
  },
  type({ spec }, isAll) {
    const field = spec.child('type');
    const text = field.isSet ? field.string : 'ClusterIP';
    if (spec.isUnknown || text === undefined) return undefined;
    return { key: isAll || text === 'ExternalName' ? text : '', text };
  },
  ports({ spec }, isAll) {
    const ports = spec.child('ports');
    if (ports.hasUnknown || spec.isUnknown || ports.items().some(({ isMap }) => !isMap)) return undefined;
    const texts = ports.maps().map((port) => portText(port, isAll));
    const text = texts.sort().join(', ') || 'none';
    return { key: text, text };
  },
};

/** `http 8080`, with what is not usual about it. */
function portText(port: Field, isAll: boolean): string {
  const number = port.child('port').value;
  const [name, transport] = [port.child('name').string ?? '', port.child('protocol').string ?? 'TCP'];
  const target = port.child('targetPort').value ?? number;
  const nodePort = port.child('nodePort').value;
  const protocol = servicePortProtocol(port) ?? 'Unsupported';
  const isNamed = protocol === 'Unsupported' || name.toLowerCase().startsWith(protocol.toLowerCase());
  return [
    `${name} ${number}`.trim(),
    ...(transport === 'TCP' ? [] : [`over ${transport}`]),
    ...(isNamed ? [] : [`for ${protocol}`]),
    ...(isAll && target !== number ? [`to ${target}`] : []),
    ...(isAll && nodePort ? [`on ${nodePort}`] : []),
  ].join(' ');
}
