import { readEmbedded } from '../yaml/embedded.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { meshConfigsOf, PROXY_CONFIG_ANNOTATION } from './embedded-config.ts';
import type { Mesh } from './mesh.ts';
import { selectorOf } from './selected-workloads.ts';
import { maySelect, selects } from './selection.ts';
import type { Workload } from './workloads.ts';

/**
 * The images that the injector of a revision may give the proxy of a workload: the one of its variant first, and the one that
 * the values name, which istioctl takes as well. Undefined where the injector's ConfigMap is not among the files, or a part of
 * the image isn't known. Source: values of `istio-sidecar-injector[-revision]`, proxyImageURL of istio/istio.
 */
export function injectorImage(mesh: Mesh, revision: string, workload: Workload): string[] | undefined {
  const image = mesh.ask(imagesByInjector).get(revision === 'default' ? INJECTOR : `${INJECTOR}-${revision}`);
  if (image === undefined || 'whole' in image) return image && [image.whole];
  const variant = imageTypeOf(mesh, workload, image.variant);
  if (variant === undefined) return undefined;
  return [...new Set([variant, ''].map((each) => `${image.name}:${withVariant(image.tag, each)}`))];
}

const INJECTOR = 'istio-sidecar-injector';

/** The image that values name: by a whole name, which knows no variants, or by its parts. */
type Image = { whole: string } | { name: string; tag: string; variant: Field };

function imagesByInjector(mesh: Mesh): Map<string, Image> {
  const images = new Map<string, Image>();
  for (const map of mesh.ofKind('ConfigMap', '')) {
    if (!map.name.startsWith(INJECTOR)) continue;
    const global = readEmbedded(map.get('data', 'values'))?.root.child('global');
    const image = global && imageIn(global);
    if (image) images.set(map.name, image);
  }
  return images;
}

function imageIn(global: Field): Image | undefined {
  const [proxy, hub, tag] = [global.child('proxy'), global.textOf('hub'), global.child('tag').scalar];
  const image = proxy.child('image');
  if (image.string?.includes('/')) return { whole: image.string };
  const isKnown = !proxy.isUnknown && (!image.isSet || image.string !== undefined);
  if (!isKnown || !hub || !tag) return undefined;
  return { name: `${hub}/${image.string || 'proxyv2'}`, tag: String(tag), variant: global.child('variant') };
}

/** A variant takes the place of one that the tag has already. */
function withVariant(tag: string, variant: string): string {
  if (variant === '') return tag;
  const plain = tag.replace(/-(?:distroless|debug)$/, '');
  return variant === 'default' ? plain : `${plain}-${variant}`;
}

/** The variant of the proxy's image, by the narrowest setting that names one; '' for none, undefined where it isn't known. */
function imageTypeOf(mesh: Mesh, { namespace, labels, annotations }: Workload, variant: Field): string | undefined {
  const settings = mesh.ofKind('ProxyConfig', 'networking.istio.io');
  const inNamespace = (each: string) => settings.filter((setting) => mesh.namespaceOf(setting) === each);
  const hasSelector = ({ spec }: Resource) => spec.has('selector');
  const wide = [...inNamespace(mesh.rootNamespace), ...inNamespace(namespace)].filter((each) => !hasSelector(each));
  const narrow = inNamespace(namespace).filter((each) => hasSelector(each) && maySelect(selectorOf(each), labels));
  const annotation = annotations.child(PROXY_CONFIG_ANNOTATION);
  const own = readEmbedded(annotation)?.root;
  const types = [
    variant,
    ...meshConfigsOf(mesh).map(({ field }) => field.get('defaultConfig', ...IMAGE_TYPE)),
    ...[...wide, ...narrow].map(({ spec }) => spec.get(...IMAGE_TYPE)),
    annotation.isUnknown && !own?.isMap ? annotation : own?.get(...IMAGE_TYPE),
    annotations.child('sidecar.istio.io/proxyImageType'),
  ];
  const decisive = types.findLast((type) => type?.isSet && type.value !== '');
  const setting = narrow.find(({ spec }) => decisive && spec.get(...IMAGE_TYPE).node === decisive.node);
  if (setting && !selects(selectorOf(setting), labels)) return undefined;
  return decisive ? decisive.string : '';
}

const IMAGE_TYPE = ['image', 'imageType'];
