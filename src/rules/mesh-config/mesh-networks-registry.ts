import { defineRule } from '../../engine/rule.ts';
import { networksOf } from '../../mesh/embedded-config.ts';
import { INSTALL_KINDS } from '../../mesh/install/install.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { absenceOf, isInventoried, WORLD_OPTION } from '../../mesh/references.ts';
import { rewriteString } from '../../yaml/edit.ts';

/** A network takes the endpoints of a cluster by the cluster's name; of one that istiod does not know there are none. */
export default defineRule({
  summary: 'The registries of mesh networks are clusters that istiod knows',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: ['error', { world: 'closed' }],
    'istioctl-parity': ['error', { world: 'closed' }],
  },
  codes: ['IST0126'],
  options: { world: WORLD_OPTION },
  messages: {
    unknown: {
      text: 'istiod knows no cluster "{{name}}", so the network "{{network}}" takes no endpoints from it.',
      help: '{{wanted}}',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#Network-NetworkEndpoints',
    'https://istio.io/latest/docs/reference/config/analysis/ist0126/',
  ],
  kinds: [...INSTALL_KINDS, 'core/ConfigMap'],
  checkMesh(mesh, context) {
    for (const networks of networksOf(mesh)) {
      for (const network of networks.entries()) {
        for (const field of network
          .child('endpoints')
          .items()
          .map((endpoint) => endpoint.child('fromRegistry'))) {
          const name = field.string;
          const known = [...OWN, ...mesh.ask(remoteClusters)];
          if (!name || known.includes(name)) continue;
          const sameLetters = known.find((each) => each.toLowerCase() === name.toLowerCase());
          const isInSet = () => isInventoried(mesh, mesh.rootNamespace, ['', 'Secret']);
          const absence = sameLetters
            ? { near: sameLetters, isSure: true }
            : absenceOf(context, { kind: 'cluster', namespace: mesh.rootNamespace, name }, known, isInSet);
          if (!absence) continue;
          const { near, isSure } = absence;
          const edit = near === undefined ? undefined : rewriteString(field, near);
          const suggestions = edit ? [{ desc: `Write ${near}`, edit }] : [];
          const wanted = near
            ? `Write ${near}.`
            : 'Write Kubernetes for the cluster of istiod, or the key of a Secret labelled istio/multiCluster: "true".';
          const level = isSure ? {} : ({ level: 'warning' } as const);
          context.report(field, 'unknown', { name, network: network.name, wanted }, { suggestions, ...level });
        }
      }
    }
  },
});

/** Registries that are always there. Source: provider.ID of istio/istio. */
const OWN = ['Mock', 'Kubernetes', 'External'];

/** The names of clusters that remote Secrets give. */
function remoteClusters(mesh: Mesh): string[] {
  const secrets = mesh
    .ofKind('Secret', '')
    .filter(({ labels }) => labels.child('istio/multiCluster').string === 'true');
  return secrets.flatMap(({ root }) => [...root.child('data').keys(), ...root.child('stringData').keys()]);
}
