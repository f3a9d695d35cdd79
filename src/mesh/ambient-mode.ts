import { DATAPLANE_MODE_LABEL } from './injection.ts';
import { installsOf } from './install/find.ts';
import { findComponent } from './install/installed.ts';
import type { Mesh } from './mesh.ts';
import { workloadOf } from './workloads.ts';

/**
 * Is ambient mode installed, for all that the set shows, patches of kustomizations too? Then sidecars reach each other by
 * HBONE, whatever DestinationRule and PeerAuthentication say of TLS: the ambient profile has all proxies take it, and istiod
 * has them prefer it.
 * Source: istio/istio pilot/pkg/networking/core, applyHBONETransportSocketMatches; manifests/helm-profiles/ambient.yaml.
 */
export function hasAmbientMode(mesh: Mesh): boolean {
  return mesh.ask(findAmbientMode);
}

function findAmbientMode(mesh: Mesh): boolean {
  const labels = mesh.resources
    .filter(({ document }) => document.fieldNames.includes(DATAPLANE_MODE_LABEL))
    .map((resource) =>
      resource.groupKind === 'core/Namespace' ? resource.labels : workloadOf(resource, mesh)?.labels,
    );
  const profiles = installsOf(mesh).flatMap((install) => install.profiles);
  return (
    labels.some((each) => each?.child(DATAPLANE_MODE_LABEL).string === 'ambient') ||
    profiles.some(({ field }) => field.string?.includes('ambient')) ||
    findComponent(mesh, 'ztunnel', []) === 'present'
  );
}
