import type { Field } from '../yaml/field.ts';
import { hasPlaceholder } from '../yaml/placeholder.ts';
import type { Resource } from '../yaml/resource.ts';
import { groupBy } from './group-by.ts';
import { WAYPOINT_LABEL } from './injection.ts';
import { labelSelectorMatches } from './label-selector.ts';
import type { Mesh } from './mesh.ts';
import { isPatched } from './patches.ts';

/** Says where the waypoint is, where that is another namespace. */
export const WAYPOINT_NAMESPACE_LABEL = 'istio.io/use-waypoint-namespace';
/** The value of use-waypoint that means no waypoint, whatever the Namespace says. */
const NONE = 'none';
/** Annotation by which any Gateway stands in for a waypoint: the protocol and port in which ztunnel hands it traffic. */
const INBOUND_BINDING = 'ambient.istio.io/waypoint-inbound-binding';

/** What a Gateway of the Gateway API is for, by its class; unknown of classes that are not Istio's. */
export type GatewayRole = 'waypoint' | 'gateway' | 'unknown';

/** Source: pkg/config/constants of istio/istio, and the classes that its gateway controller makes. */
const CLASSES: Readonly<Record<string, GatewayRole>> = {
  'istio-waypoint': 'waypoint',
  'istio-agentgateway-waypoint': 'waypoint',
  istio: 'gateway',
  'istio-remote': 'gateway',
  'istio-east-west': 'gateway',
  'istio-agentgateway': 'gateway',
};

const CONTROLLERS: Readonly<Record<string, GatewayRole>> = {
  'istio.io/mesh-controller': 'waypoint',
  'istio.io/agentgateway-waypoint-controller': 'waypoint',
  'istio.io/gateway-controller': 'gateway',
  'istio.io/unmanaged-gateway': 'gateway',
  'istio.io/eastwest-controller': 'gateway',
  'istio.io/agentgateway-controller': 'gateway',
};

/** What the Gateways of a class are for; of a class that somebody made, its GatewayClass says. */
export function roleOfClass(mesh: Mesh, name: string): GatewayRole {
  const classes = mesh.ofKind('GatewayClass', 'gateway.networking.k8s.io').filter((each) => each.name === name);
  const roles = new Set(classes.map((each) => CONTROLLERS[each.spec.textOf('controllerName') ?? ''] ?? 'unknown'));
  const [only] = roles;
  if (only === undefined) return CLASSES[name] ?? 'unknown';
  return roles.size === 1 ? only : 'unknown';
}

/** What a Gateway of the Gateway API is for. */
export function roleOf(mesh: Mesh, { spec, annotations }: Resource): GatewayRole {
  const role = roleOfClass(mesh, spec.textOf('gatewayClassName') ?? '');
  return role === 'gateway' && annotations.child(INBOUND_BINDING).exists ? 'unknown' : role;
}

/** Is a Gateway of the Gateway API a waypoint for sure? */
export function isWaypoint(mesh: Mesh, gateway: Resource): boolean {
  return roleOf(mesh, gateway) === 'waypoint';
}

/** A waypoint as labels name it. */
export interface WaypointName {
  /** The label, for reports. */
  field: Field;
  name: string;
  /** '' where nobody says. */
  namespace: string;
}

/** What labels say of a waypoint: its name, that there is to be none, or nothing. Undefined where it is not known. */
export function waypointIn(labels: Field, home: string): WaypointName | 'none' | 'nothing' | undefined {
  const [field, namespace] = [labels.child(WAYPOINT_LABEL), labels.child(WAYPOINT_NAMESPACE_LABEL)];
  if (labels.isUnknown || (!field.exists && labels.keys().some(hasPlaceholder))) return undefined;
  if (!field.exists) return 'nothing';
  const name = field.string;
  if (name === undefined || (namespace.exists && namespace.string === undefined)) return undefined;
  return name === NONE ? 'none' : { field, name, namespace: namespace.string ?? home };
}

/**
 * The waypoint that a Service or ServiceEntry uses: as its own labels say, else as some manifest of its Namespace does. Undefined
 * where that is not known: no manifest of the Namespace, placeholders, labels that a kustomization may add.
 * Source: fetchWaypointForTarget in pilot/pkg/serviceregistry/ambient/waypoints.go of istio/istio.
 */
export function waypointOf(mesh: Mesh, resource: Resource): WaypointName | 'none' | undefined {
  const home = mesh.namespaceOf(resource);
  const own = waypointIn(resource.labels, home);
  if (own !== 'nothing') return own;
  const { manifests } = mesh.namespaces().get(home) ?? { manifests: [] };
  const answers = manifests.map(({ labels }) => waypointIn(labels, home));
  const named = answers.find((answer) => typeof answer === 'object');
  if (named || answers.length === 0 || answers.includes(undefined)) return named;
  const isOpen = [resource, ...manifests].some((each) => isPatched(mesh, each, 'labels'));
  return isOpen || mesh.ask(isLabelledForAll) ? undefined : 'none';
}

/** Does anything in a namespace use a waypoint, or is one there for others? Undefined where it is not known. */
export function holdsWaypointUse(mesh: Mesh, namespace: string): boolean | undefined {
  if (waypointCandidates(mesh, namespace).some((gateway) => roleOf(mesh, gateway) !== 'gateway')) return true;
  const answers = (mesh.namespaces().get(namespace)?.resources ?? [])
    .filter(({ groupKind }) => groupKind === 'core/Service' || groupKind === 'networking.istio.io/ServiceEntry')
    .map((resource) => waypointOf(mesh, resource));
  const ofNamespace = (mesh.namespaces().get(namespace)?.manifests ?? []).map(({ labels }) =>
    waypointIn(labels, namespace),
  );
  const all = [...answers, ...ofNamespace];
  if (all.some((answer) => typeof answer === 'object')) return true;
  return ofNamespace.length === 0 || all.includes(undefined) ? undefined : false;
}

/** Does a kustomization give all that it holds the label of a waypoint? */
function isLabelledForAll(mesh: Mesh): boolean {
  return mesh.kustomizations.roots.some(({ document }) => document.fieldNames.includes(WAYPOINT_LABEL));
}

/**
 * The Gateways of the Gateway API that a waypoint's name may mean; of an unknown namespace those of all. A kustomization may
 * put something before and after the names of Gateways, and leaves labels as they are.
 */
export function gatewaysForWaypoint(mesh: Mesh, { name, namespace }: WaypointName): Resource[] {
  const affixes = mesh.kustomizations.affixes();
  const names = (gateway: Resource) => [
    gateway.name,
    ...affixes.map(({ prefix, suffix }) => `${prefix}${gateway.name}${suffix}`),
  ];
  return waypointCandidates(mesh, namespace).filter((gateway) => names(gateway).includes(name));
}

/** The Gateways of the Gateway API of a namespace, and those whose namespace nobody says; of '' all. */
export function waypointCandidates(mesh: Mesh, namespace: string): readonly Resource[] {
  return mesh.inNamespace(mesh.ask(groupGateways), namespace);
}

function groupGateways(mesh: Mesh): Map<string, Resource[]> {
  return groupBy(mesh.ofKind('Gateway', 'gateway.networking.k8s.io'), (gateway) => mesh.namespaceOf(gateway));
}

/**
 * May a namespace use a waypoint, by `allowedRoutes` of the listener that ztunnel connects to? Undefined where it is not known.
 * Source: makeAllowedRoutes in pilot/pkg/serviceregistry/ambient/waypoints.go of istio/istio.
 */
export function admits(mesh: Mesh, gateway: Resource, namespace: string): boolean | undefined {
  const home = mesh.namespaceOf(gateway);
  const listeners = gateway.spec.child('listeners');
  const isOpen = isPatched(mesh, gateway, 'listeners') || gateway.annotations.child(INBOUND_BINDING).exists;
  if (!home || !namespace || isOpen || listeners.hasUnknown) return undefined;
  const listener = listeners
    .items()
    .find((each) => each.textOf('protocol') === 'HBONE' && each.child('port').number === 15008);
  const namespaces = listener?.get('allowedRoutes', 'namespaces');
  switch (namespaces?.textOf('from')) {
    case 'All':
      return true;
    case 'Selector':
      return selectsNamespace(mesh, namespaces.child('selector'), namespace);
    default:
      return home === namespace;
  }
}

function selectsNamespace(mesh: Mesh, selector: Field, namespace: string): boolean | undefined {
  if (!selector.isSet) return false;
  const { manifests } = mesh.namespaces().get(namespace) ?? { manifests: [] };
  const known = { 'kubernetes.io/metadata.name': namespace };
  if (manifests.length === 0) return labelSelectorMatches(selector, known) || undefined;
  const answers = new Set(
    manifests.map((manifest) => {
      const labels = Object.fromEntries(
        manifest.labels.entries().map(({ name, value }) => [name, String(value ?? '')]),
      );
      return manifest.labels.hasUnknown || isPatched(mesh, manifest, 'labels')
        ? undefined
        : labelSelectorMatches(selector, { ...labels, ...known });
    }),
  );
  const [only] = answers;
  return answers.size === 1 ? only : undefined;
}
