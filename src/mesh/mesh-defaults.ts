import type { Field } from '../yaml/field.ts';
import { meshConfigsOf } from './embedded-config.ts';
import { installsOf } from './install/find.ts';
import type { DefaultExportTo, Mesh } from './mesh.ts';

/** Which fields of MeshConfig say what resources of which kinds are exported to when they don't. */
const DEFAULT_EXPORTS: Readonly<Record<string, readonly string[]>> = {
  defaultServiceExportTo: ['Service', 'ServiceEntry'],
  defaultVirtualServiceExportTo: ['VirtualService'],
  defaultDestinationRuleExportTo: ['DestinationRule'],
};

/** What an installation in the set says of its mesh that the meaning of other resources depends on. */
export interface MeshDefaults {
  /** Undefined where nothing says it, or several say different things. */
  rootNamespace: string | undefined;
  defaultExportTo: DefaultExportTo;
}

/** Source: rootNamespace and default…ExportTo of MeshConfig; global.istioNamespace of the charts' values. */
export function meshDefaultsOf(mesh: Mesh): MeshDefaults {
  const configs = meshConfigsOf(mesh).map(({ field }) => field);
  const exports = Object.entries(DEFAULT_EXPORTS).flatMap(([name, kinds]) => {
    const lists = configs.map((config) => config.child(name)).filter(({ isSet }) => isSet);
    return lists.length === 0 ? [] : kinds.map((kind) => [kind, agreedScopes(lists)] as const);
  });
  return { rootNamespace: rootNamespaceOf(mesh, configs), defaultExportTo: Object.fromEntries(exports) };
}

function rootNamespaceOf(mesh: Mesh, configs: readonly Field[]): string | undefined {
  const stated = configs.map((config) => config.child('rootNamespace')).filter(({ isSet }) => isSet);
  // The chart of istiod writes the one into the other where nobody else does.
  const homes = stated.length > 0 ? stated : controlPlaneNamespaces(mesh);
  const [first, ...others] = new Set(homes.map(({ string }) => string));
  return others.length === 0 ? first || undefined : undefined;
}

function controlPlaneNamespaces(mesh: Mesh): Field[] {
  return installsOf(mesh)
    .filter(({ controlPlane }) => controlPlane)
    .map(({ form, root }) => (form === 'IstioOperator' || form === 'SailOperator' ? root.get('spec', 'values') : root))
    .map((values) => values.get('global', 'istioNamespace'))
    .filter(({ isSet }) => isSet);
}

/** Undefined where they differ, or hold what is filled in later. */
function agreedScopes(lists: readonly Field[]): readonly string[] | undefined {
  const scopes = lists.map((list) => list.items().map(({ string }) => string));
  const known = scopes.map((list) => list.filter((scope) => scope !== undefined));
  if (known.some((list, index) => list.length !== scopes[index]?.length)) return undefined;
  const different = new Set(known.map((list) => JSON.stringify([...list].sort())));
  return different.size === 1 ? known[0] : undefined;
}
