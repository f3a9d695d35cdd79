import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { groupBy } from './group-by.ts';
import { SelectorIndex } from './label-index.ts';
import type { Mesh } from './mesh.ts';
import { isPatched } from './patches.ts';
import { choosesAll, selectorOf, servicesIn, servicesOfWorkload } from './selected-workloads.ts';
import { maySelect } from './selection.ts';
import { servicePorts } from './service-ports.ts';
import { type WorkloadPort, workloadPorts } from './workload-ports.ts';
import { containersOf, type Workload } from './workloads.ts';

/** The TCP ports at which connections reach the pods of a workload, by their numbers there. */
export interface InboundPorts {
  /** Those that Services lead to, and the Services' ports. */
  served: ReadonlyMap<string, readonly WorkloadPort[]>;
  /** All that are known: those, and others that containers, probes and Prometheus' annotation name. */
  all: ReadonlySet<string>;
}

/**
 * The ports of the pods of a workload. Undefined where they are not all known: placeholders, patches, a targetPort that no
 * container names, a Service that may choose the pods or not, a Sidecar or ServiceEntry that has listeners for them.
 */
export function inboundPorts(mesh: Mesh, workload: Workload): InboundPorts | undefined {
  return mesh.askAbout(readPorts, workload);
}

function readPorts(mesh: Mesh, workload: Workload): InboundPorts | undefined {
  const { labels, resource, member } = workload;
  const services = servicesOfWorkload(mesh, workload);
  if (
    isPatched(mesh, resource, member) ||
    hasOwnListeners(mesh, workload) ||
    servicesToBe(mesh, workload).some((service) => !services.includes(service) && mayServe(service, labels)) ||
    services.some((service) => mesh.askAbout(isOpen, service))
  )
    return undefined;
  const own = portsOfContainers(workload);
  const ports = workloadPorts(mesh, workload).filter(({ transport }) => transport === 'TCP');
  if (own === undefined || ports.some(({ target }) => !isNumber(target))) return undefined;
  const served = groupBy(ports, ({ target }) => target);
  return { served, all: new Set([...served.keys(), ...own]) };
}

/** Services that may choose pods once placeholders are filled in, in their selectors or in the labels. */
function servicesToBe(mesh: Mesh, { labels, namespace }: Workload): readonly Resource[] {
  if (labels.hasUnknown) return servicesIn(mesh, namespace);
  return mesh.ask(findOpenServices).filter((service) => mesh.mayBeIn(service, namespace));
}

function findOpenServices(mesh: Mesh): Resource[] {
  return mesh.ofKind('Service', '').filter((service) => selectorOf(service).hasUnknown);
}

function mayServe(service: Resource, labels: Field): boolean {
  const pairs = selectorOf(service).entries();
  return pairs.length > 0 && pairs.every((pair) => pair.isUnknown || mayHave(labels, pair));
}

/** Do labels have a pair, or may they once placeholders are filled in? */
function mayHave(labels: Field, { name, value }: Field): boolean {
  const label = labels.child(name);
  return label.exists ? label.isUnknown || label.value === value : labels.hasUnknown;
}

function isOpen(mesh: Mesh, service: Resource): boolean {
  return (
    service.spec.child('ports').hasUnknown || isPatched(mesh, service, 'ports') || isPatched(mesh, service, 'selector')
  );
}

/** Does a Sidecar, or a ServiceEntry that chooses pods, say what the proxies of a workload listen for? */
function hasOwnListeners(mesh: Mesh, { namespace, labels }: Workload): boolean {
  const { sidecars, entries } = mesh.ask(findListeners);
  const reachIn = (listeners: Listeners, ...homes: string[]) =>
    listeners.size > 0 &&
    (namespace ? [namespace, '', ...homes] : [...listeners.keys()]).some((home) =>
      listeners
        .get(home)
        ?.near(labels)
        .some((resource) => maySelect(selectorOf(resource), labels)),
    );
  return reachIn(sidecars, mesh.rootNamespace) || reachIn(entries);
}

/** Resources that have listeners for pods, by namespace. */
type Listeners = ReadonlyMap<string, SelectorIndex<Resource>>;

function findListeners(mesh: Mesh): { sidecars: Listeners; entries: Listeners } {
  const sidecars = mesh.ofKind('Sidecar', 'networking.istio.io');
  const entries = mesh.ofKind('ServiceEntry', 'networking.istio.io');
  return {
    sidecars: indexed(
      mesh,
      sidecars.filter(({ spec }) => spec.has('ingress') || spec.isUnknown),
    ),
    entries: indexed(
      mesh,
      entries.filter((entry) => entry.spec.has('workloadSelector') && !choosesAll(selectorOf(entry))),
    ),
  };
}

function indexed(mesh: Mesh, resources: readonly Resource[]): Listeners {
  const groups = groupBy(resources, (resource) => mesh.namespaceOf(resource));
  return new Map([...groups].map(([home, own]) => [home, new SelectorIndex(own, selectorOf)]));
}

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const PROBED = ['httpGet', 'tcpSocket', 'grpc'];

/** The ports that the manifest of the pods names itself; those of an injected proxy are not the workload's. */
function portsOfContainers(workload: Workload): string[] | undefined {
  const all = containersOf(workload);
  const apps = all.filter((container) => container.textOf('name') !== 'istio-proxy');
  const containers = apps.length > 0 ? apps : all;
  const ports: Field[] = [];
  for (const container of containers)
    for (const port of container.child('ports').items())
      if ((port.textOf('protocol') ?? 'TCP') === 'TCP') ports.push(port.child('containerPort'));
  for (const container of containers)
    for (const name of PROBES) {
      const probe = container.child(name);
      for (const how of PROBED) if (probe.has(how)) ports.push(probe.child(how).child('port'));
    }
  ports.push(workload.annotations.child('prometheus.io/port'));
  const numbers: string[] = [];
  for (const port of ports) {
    if (port.isUnknown) return undefined;
    const text = port.exists ? String(port.value) : '';
    if (isNumber(text)) numbers.push(text);
  }
  return numbers;
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

/** Is it a Service whose name stands for its pods themselves, so that clients choose the port? */
export function isHeadless({ spec }: Resource): boolean {
  return spec.textOf('clusterIP') === 'None';
}

/** May a Service of a namespace, but for some, lead to a port of pods, whichever it chooses? A name may stand for any. */
export function mayLeadTo(mesh: Mesh, namespace: string, port: string, but: ReadonlySet<Resource>): boolean {
  return servicesIn(mesh, namespace).some(
    (service) =>
      !but.has(service) &&
      servicePorts(service).some((each) => {
        const target = each.target.isSet ? each.target : each.field.child('port');
        return target.isUnknown || !isNumber(String(target.value)) || String(target.value) === port;
      }),
  );
}
