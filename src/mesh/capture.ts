import type { Field } from '../yaml/field.ts';
import { installsOf } from './install/find.ts';
import type { Mesh } from './mesh.ts';
import type { Workload } from './workloads.ts';

/** Items of a list that is written with commas, as annotations have it. */
export function itemsOf({ scalar }: Field): string[] {
  if (scalar === undefined || scalar === null) return [];
  const items = String(scalar).split(',');
  return items.map((item) => item.trim()).filter(Boolean);
}

/** Do connections to a port of the pods pass their sidecar for sure, by the pods' annotations and the values of the install? */
export function isCaptured(mesh: Mesh, { annotations }: Workload, port: number): boolean {
  const [included, excluded] = [
    annotations.child(`${TRAFFIC}/${INCLUDED}`),
    annotations.child(`${TRAFFIC}/${EXCLUDED}`),
  ];
  const isAll = (list: Field) => !list.isSet || list.string === '*';
  const lists = (list: Field) => itemsOf(list).some((item) => Number(item) === port);
  if ([included, excluded].some(({ isUnknown }) => isUnknown) || mesh.ask(limitsCapture)) return false;
  if (annotations.child('sidecar.istio.io/interceptionMode').string === 'NONE') return false;
  return (isAll(included) || lists(included)) && !lists(excluded);
}

const TRAFFIC = 'traffic.sidecar.istio.io';
const [INCLUDED, EXCLUDED] = ['includeInboundPorts', 'excludeInboundPorts'];

/** Do values of an install keep ports of all pods from their sidecars? */
function limitsCapture(mesh: Mesh): boolean {
  const proxies = installsOf(mesh).flatMap(({ root }) => [
    root.get('global', 'proxy'),
    root.get('spec', 'values', 'global', 'proxy'),
  ]);
  return proxies.some(
    (proxy) => !['*', undefined].includes(proxy.child(INCLUDED).string) || Boolean(proxy.child(EXCLUDED).scalar),
  );
}
