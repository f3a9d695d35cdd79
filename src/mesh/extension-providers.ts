import type { Field } from '../yaml/field.ts';
import { hasPlaceholder } from '../yaml/placeholder.ts';
import { meshConfigsOf } from './embedded-config.ts';
import type { Mesh } from './mesh.ts';

/** A provider of telemetry or authorization that a mesh config names. */
export interface ExtensionProvider {
  name: string;
  /** The member that says what it is, such as `envoyExtAuthzHttp`; undefined where nothing is written or known. */
  type: string | undefined;
  /** Where it is written; undefined for one of Istio's own. */
  field: Field | undefined;
}

/** Those that Istio's default mesh config has, whatever is written. Source: DefaultMeshConfig of istio/istio. */
const BUILT_IN: readonly ExtensionProvider[] = [
  { name: 'prometheus', type: 'prometheus', field: undefined },
  { name: 'stackdriver', type: 'stackdriver', field: undefined },
  { name: 'envoy', type: 'envoyFileAccessLog', field: undefined },
];

/** Every provider that resources may name. */
export function extensionProviders(mesh: Mesh): readonly ExtensionProvider[] {
  return mesh.ask(findProviders);
}

function findProviders(mesh: Mesh): ExtensionProvider[] {
  const own = meshConfigsOf(mesh).flatMap(({ field }) => [...field.child('extensionProviders').maps()]);
  const named = own.flatMap((field): ExtensionProvider[] => {
    const name = field.textOf('name');
    const types = field.keys().filter((key) => key !== 'name');
    return name === undefined ? [] : [{ name, type: types.some(hasPlaceholder) ? undefined : types[0], field }];
  });
  return [...named, ...BUILT_IN];
}

/**
 * Is one mesh config among the files, which says all there is or lists providers, so that the list may be taken for the
 * whole? Of several nobody knows which one a resource is for.
 */
export function knowsProviders(mesh: Mesh): boolean {
  const configs = meshConfigsOf(mesh);
  if (configs.length > 1) return false;
  return configs.some(({ field, complete }) => {
    const list = field.child('extensionProviders');
    return !list.hasUnknown && !field.keys().some(hasPlaceholder) && (complete || list.isSet);
  });
}
