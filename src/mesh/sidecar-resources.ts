import { SIDECAR_RESOURCES } from '../schemas/install/resources.ts';
import { RESOURCE_NAMES, type ResourceName } from '../values/resources.ts';
import type { Field } from '../yaml/field.ts';
import { installsOf } from './install/find.ts';
import { isProxyOnly } from './membership.ts';
import type { Mesh } from './mesh.ts';
import { isSystemNamespace } from './namespaces.ts';
import { containersOf, type Workload } from './workloads.ts';

/** Request and limit of one resource of a sidecar, as one place writes them. */
export interface SidecarResource {
  resource: ResourceName;
  request: Field;
  limit: Field;
  /**
   * What holds where one of them was not written: what the chart's values say, nothing, or what cannot be known here.
   * Istio's injection template takes nothing from the mesh as soon as one of the four annotations is there.
   */
  otherwise: { request: string; limit: string } | 'nothing' | 'unknown';
  /** An annotation that switches the mesh's own resources off, also for a resource that none of them names. */
  instead?: Field;
}

/** The resources of sidecars, wherever they were written: annotations, containers `istio-proxy`, values of an install. */
export function sidecarResources(mesh: Mesh): SidecarResource[] {
  const workloads = mesh.workloads().filter((workload) => !isSystemNamespace(workload.namespace));
  return [...workloads.flatMap(annotated), ...workloads.flatMap(contained), ...installed(mesh)];
}

const ANNOTATIONS: Record<ResourceName, [request: string, limit: string]> = {
  cpu: ['sidecar.istio.io/proxyCPU', 'sidecar.istio.io/proxyCPULimit'],
  memory: ['sidecar.istio.io/proxyMemory', 'sidecar.istio.io/proxyMemoryLimit'],
};

function annotated({ annotations }: Workload): SidecarResource[] {
  if (annotations.size === 0) return [];
  const instead = annotations
    .entries()
    .find((entry) => entry.isSet && Object.values(ANNOTATIONS).some((names) => names.includes(entry.name)));
  if (!instead) return [];
  return RESOURCE_NAMES.map((resource) => {
    const [request, limit] = ANNOTATIONS[resource];
    return {
      resource,
      request: annotations.child(request),
      limit: annotations.child(limit),
      otherwise: 'nothing',
      instead,
    };
  });
}

/** A container with an image of its own was injected by hand and is complete; others are merged into the template's. */
function contained(workload: Workload): SidecarResource[] {
  const proxy = containersOf(workload).find((container) => container.textOf('name') === 'istio-proxy');
  if (!proxy || isProxyOnly(workload)) return [];
  const image = proxy.child('image');
  return pairs(proxy.child('resources'), image.isSet && image.string !== 'auto' ? 'nothing' : 'unknown');
}

function installed(mesh: Mesh): SidecarResource[] {
  const stated = installsOf(mesh).flatMap(({ components, ...install }) =>
    components
      .filter(({ name, resources }) => name === 'sidecar' && resources.isMap)
      .map(({ resources }) => ({ ...install, resources })),
  );
  return stated.flatMap(({ form, profiles, isPatch, overlaid, resources }) => {
    // The demo profile has values of its own, and of several statements nobody knows which of them are merged.
    const alone =
      stated.length === 1 && !isPatch && !overlaid && profiles.every(({ field }) => field.string !== 'demo');
    return RESOURCE_NAMES.flatMap((resource) =>
      pairs(resources, form === 'ConfigMap' ? 'nothing' : alone ? SIDECAR_RESOURCES[resource] : 'unknown', resource),
    );
  });
}

function pairs(resources: Field, otherwise: SidecarResource['otherwise'], only?: ResourceName): SidecarResource[] {
  const [requests, limits] = [resources.child('requests'), resources.child('limits')];
  return RESOURCE_NAMES.filter((resource) => only === undefined || resource === only).map((resource) => ({
    resource,
    request: requests.child(resource),
    limit: limits.child(resource),
    // null takes away what the chart's values say.
    otherwise: requests.isSet === requests.exists && limits.isSet === limits.exists ? otherwise : 'unknown',
  }));
}
