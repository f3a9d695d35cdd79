import { readEmbedded } from '../yaml/embedded.ts';
import type { Field } from '../yaml/field.ts';
import { hasPlaceholder } from '../yaml/placeholder.ts';
import { meshConfigsOf, PROXY_CONFIG_ANNOTATION } from './embedded-config.ts';
import { installsOf } from './install/find.ts';
import type { Mesh } from './mesh.ts';
import type { Workload } from './workloads.ts';

/** Items of a list that is written with commas, as annotations have it. */
export function itemsOf({ scalar }: Field): string[] {
  if (scalar === undefined || scalar === null) return [];
  const items = String(scalar).split(',');
  return items.map((item) => item.trim()).filter(Boolean);
}

/**
 * Do connections to a port of the pods pass their sidecar for sure, by the pods' annotations, the values of the install and
 * the mesh config? Not where one of these waits for a placeholder. Source: injection-template.yaml of Istio's chart.
 */
export function isCaptured(mesh: Mesh, { annotations }: Workload, port: number): boolean {
  const [included, excluded] = [
    annotations.child(`${TRAFFIC}/${INCLUDED}`),
    annotations.child(`${TRAFFIC}/${EXCLUDED}`),
  ];
  const isAll = (list: Field) => !list.isSet || list.string === '*';
  const lists = (list: Field) => itemsOf(list).some((item) => Number(item) === port);
  const isOpen = annotations.isUnknown || annotations.keys().some(hasPlaceholder);
  if (isOpen || [included, excluded].some(({ isUnknown }) => isUnknown) || mesh.ask(limitsCapture)) return false;
  return isIntercepted(mesh, annotations) && (isAll(included) || lists(included)) && !lists(excluded);
}

const TRAFFIC = 'traffic.sidecar.istio.io';
const [INCLUDED, EXCLUDED] = ['includeInboundPorts', 'excludeInboundPorts'];

/** Do values of an install keep ports of all pods from their sidecars, or may they? */
function limitsCapture(mesh: Mesh): boolean {
  const proxies = installsOf(mesh).flatMap(({ root }) => [
    root.get('global', 'proxy'),
    root.get('spec', 'values', 'global', 'proxy'),
  ]);
  return proxies.some((proxy) => {
    const [included, excluded] = [proxy.child(INCLUDED), proxy.child(EXCLUDED)];
    return (included.isSet && included.string !== '*') || excluded.isUnknown || Boolean(excluded.scalar);
  });
}

/** Is the interception mode another one than NONE for sure? The pods' annotations go before the mesh config. */
function isIntercepted(mesh: Mesh, annotations: Field): boolean {
  const own = annotations.child('sidecar.istio.io/interceptionMode');
  if (own.isSet) return intercepts(own);
  const text = annotations.child(PROXY_CONFIG_ANNOTATION);
  const config = text.isSet ? readEmbedded(text)?.root : undefined;
  if (text.isUnknown && !config?.isMap) return false;
  const mode = config?.child('interceptionMode');
  return mode?.isSet ? intercepts(mode) : !mesh.ask(isOffByDefault);
}

function intercepts({ isUnknown, string }: Field): boolean {
  return !isUnknown && string !== 'NONE';
}

/** May a mesh config leave the connections of all pods alone? */
function isOffByDefault(mesh: Mesh): boolean {
  return meshConfigsOf(mesh).some(({ field }) => !intercepts(field.get('defaultConfig', 'interceptionMode')));
}
