import { readEmbedded } from '../yaml/embedded.ts';
import type { Field } from '../yaml/field.ts';
import { meshConfigsOf, PROXY_CONFIG_ANNOTATION } from './embedded-config.ts';
import type { Mesh } from './mesh.ts';
import { selectorOf } from './selected-workloads.ts';
import { selects } from './selection.ts';
import type { Workload } from './workloads.ts';

/**
 * The images that the injector of a revision may give the proxy of a workload: the plain one and the one of its variant.
 * Undefined where the injector's ConfigMap is not among the files. Source: values of `istio-sidecar-injector[-revision]`.
 */
export function injectorImage(mesh: Mesh, revision: string, workload: Workload): string[] | undefined {
  const image = mesh.ask(imagesByInjector).get(revision === 'default' ? INJECTOR : `${INJECTOR}-${revision}`);
  if (image === undefined) return undefined;
  const variant = imageTypeOf(mesh, workload);
  return variant && variant !== 'default' ? [`${image}-${variant}`, image] : [image];
}

const INJECTOR = 'istio-sidecar-injector';

function imagesByInjector(mesh: Mesh): Map<string, string> {
  const images = new Map<string, string>();
  for (const map of mesh.ofKind('ConfigMap', '')) {
    if (!map.name.startsWith(INJECTOR)) continue;
    const values = map.get('data', 'values');
    const global = values.isSet ? readEmbedded(values)?.root.child('global') : undefined;
    const [hub, tag, image] = [['hub'], ['tag'], ['proxy', 'image']].map((path) => global?.get(...path).value);
    if (typeof image !== 'string') continue;
    images.set(map.name, image.includes('/') ? image : `${hub}/${image}:${tag}`);
  }
  return images;
}

/** The variant of the proxy's image, from the widest setting to the narrowest. */
function imageTypeOf(mesh: Mesh, { namespace, labels, annotations }: Workload): string | undefined {
  const settings = mesh.ofKind('ProxyConfig', 'networking.istio.io');
  const inNamespace = (each: string) => settings.filter((setting) => mesh.namespaceOf(setting) === each);
  const wide = [...inNamespace(mesh.rootNamespace), ...inNamespace(namespace)].filter(
    ({ spec }) => !spec.child('selector').isSet,
  );
  const narrow = inNamespace(namespace).filter(
    (setting) => setting.spec.child('selector').isSet && selects(selectorOf(setting), labels),
  );
  const annotation = annotations.child(PROXY_CONFIG_ANNOTATION);
  const own = annotation.isSet ? readEmbedded(annotation)?.root : undefined;
  const configs: (Field | undefined)[] = [
    ...meshConfigsOf(mesh).map(({ field }) => field.child('defaultConfig')),
    ...[...wide, ...narrow].map(({ spec }) => spec),
    own,
  ];
  return configs.map((config) => config?.get('image', 'imageType').string).findLast((type) => type !== undefined);
}
