import type { FileRole } from '../yaml/document.ts';
import { readEmbedded } from '../yaml/embedded.ts';
import type { Field } from '../yaml/field.ts';
import { installsOf } from './install/find.ts';
import { INSTALL_KINDS, type Install } from './install/install.ts';
import type { Mesh } from './mesh.ts';
import { isWorkloadKind, WORKLOAD_KINDS, workloadOf } from './workloads.ts';

/** Configuration of the mesh that stands in another object. */
export interface EmbeddedConfig {
  /** The message's own map. */
  field: Field;
  /** Which of its types: `{}Network` where only the networks of a MeshNetworks stand. */
  type: 'MeshConfig' | 'ProxyConfig' | 'MeshNetworks' | '{}Network';
  /** What reads it first: istioctl an IstioOperator, istiod the mesh-wide rest, the injector the annotations of pods. */
  reader: 'istioctl' | 'istiod' | 'injector';
  /** Nothing else is merged into it but Istio's own defaults, so what it lacks may be judged. */
  complete: boolean;
}

/** The annotation of pods that holds a ProxyConfig. */
export const PROXY_CONFIG_ANNOTATION = 'proxy.istio.io/config';

/** The kinds that it stands in, for rules that are called by kind. */
export const EMBEDDED_KINDS: readonly string[] = [...new Set([...INSTALL_KINDS, ...WORKLOAD_KINDS])];

/** MeshConfig, ProxyConfig and MeshNetworks of the set, which stand in other objects. */
export function embeddedConfigsOf(mesh: Mesh): EmbeddedConfig[] {
  return mesh.ask(findEmbeddedConfigs);
}

function findEmbeddedConfigs(mesh: Mesh): EmbeddedConfig[] {
  return [...findMeshConfigs(mesh), ...findProxyConfigs(mesh), ...findMeshNetworks(mesh)];
}

/** Mesh configs, wherever a control plane's is written: ConfigMap, IstioOperator, Helm values, Sail Operator. */
export function meshConfigsOf(mesh: Mesh): EmbeddedConfig[] {
  return embeddedConfigsOf(mesh).filter(({ type }) => type === 'MeshConfig');
}

/** The settings of proxies in the annotations of pods, and of the gateways that an install names. */
export function proxyConfigsOf(mesh: Mesh): EmbeddedConfig[] {
  return embeddedConfigsOf(mesh).filter(({ type }) => type === 'ProxyConfig');
}

/** The networks of a mesh, in ConfigMaps and in the values of charts, as maps by name. */
export function networksOf(mesh: Mesh): Field[] {
  return embeddedConfigsOf(mesh).flatMap(({ field, type }) => {
    if (type === '{}Network') return [field];
    return type === 'MeshNetworks' ? [field.child('networks')] : [];
  });
}

function findMeshConfigs(mesh: Mesh): EmbeddedConfig[] {
  const given = mapsOf(rootsOf(mesh, 'MeshConfig')).map(
    (field): EmbeddedConfig => ({ field, type: 'MeshConfig', reader: 'istiod', complete: true }),
  );
  const installed = installsOf(mesh).flatMap((install) => {
    const { controlPlane, form, isPatch, overlaid } = install;
    const complete = form === 'ConfigMap' && !isPatch && !overlaid;
    const fields = controlPlane ? mapsOf(meshConfigFieldsOf(install)) : [];
    const reader = form === 'IstioOperator' ? 'istioctl' : 'istiod';
    return fields.map((field): EmbeddedConfig => ({ field, type: 'MeshConfig', reader, complete }));
  });
  return [...given, ...installed];
}

/** The files that were given as the mesh's own configuration. */
function rootsOf(mesh: Mesh, role: FileRole): Field[] {
  return mesh.files.flatMap((file) => (file.role === role ? file.documents.map(({ root }) => root) : []));
}

function findProxyConfigs(mesh: Mesh): EmbeddedConfig[] {
  const roots = proxyConfigTextsOf(mesh).map((text) => readEmbedded(text)?.root);
  return mapsOf(roots).map((field) => ({ field, type: 'ProxyConfig', reader: 'injector', complete: true }));
}

function findMeshNetworks(mesh: Mesh): EmbeddedConfig[] {
  const texts = [
    ...rootsOf(mesh, 'MeshNetworks'),
    ...configMapTextsOf(mesh, 'meshNetworks').map((text) => readEmbedded(text)?.root),
  ];
  const values = installsOf(mesh).flatMap(({ root, form, controlPlane }) => {
    if (!controlPlane || form === 'ConfigMap' || form === 'Manifest') return [];
    const own = form === 'IstioOperator' || form === 'SailOperator' ? root.get('spec', 'values') : root;
    return own.get('global', 'meshNetworks');
  });
  return [
    ...mapsOf(texts).map(
      (field): EmbeddedConfig => ({ field, type: 'MeshNetworks', reader: 'istiod', complete: true }),
    ),
    ...mapsOf(values).map((field): EmbeddedConfig => ({ field, type: '{}Network', reader: 'istiod', complete: false })),
  ];
}

/** A string that holds configuration as YAML. */
export interface EmbeddedText {
  field: Field;
  reader: 'istiod' | 'injector' | 'argo-cd';
}

/** Every string that holds mesh configuration, or values of charts, as YAML. */
export function embeddedTextsOf(mesh: Mesh): EmbeddedText[] {
  const configMaps = [
    ...['mesh', 'meshNetworks'].flatMap((key) => configMapTextsOf(mesh, key)),
    ...configMapTextsOf(mesh, 'values', /^istio-sidecar-injector(?:-|$)/),
  ];
  return [
    ...configMaps.map((field): EmbeddedText => ({ field, reader: 'istiod' })),
    ...proxyConfigTextsOf(mesh).map((field): EmbeddedText => ({ field, reader: 'injector' })),
    ...helmTextsOf(mesh).map((field): EmbeddedText => ({ field, reader: 'argo-cd' })),
  ];
}

/** An IstioOperator has two places for it, and istioctl merges them. */
function meshConfigFieldsOf({ form, root, meshConfig }: Install): Field[] {
  if (form !== 'IstioOperator') return [meshConfig];
  return [root.get('spec', 'meshConfig'), root.get('spec', 'values', 'meshConfig')];
}

/** A member of `data` in the ConfigMaps that istiod reads: istio, and istio-<revision>. */
function configMapTextsOf(mesh: Mesh, key: string, named = /^istio(?:-|$)/): Field[] {
  return mesh
    .withPatchesOfKind('ConfigMap', '')
    .filter(({ name }) => named.test(name))
    .map((resource) => resource.get('data', key))
    .filter(({ isSet }) => isSet);
}

function proxyConfigTextsOf(mesh: Mesh): Field[] {
  return mesh.ask(findProxyConfigTexts);
}

function findProxyConfigTexts(mesh: Mesh): Field[] {
  const pods = mesh.resources
    .filter(({ kind, document }) => isWorkloadKind(kind) && document.fieldNames.includes(PROXY_CONFIG_ANNOTATION))
    .flatMap((resource) => workloadOf(resource, mesh)?.annotations ?? []);
  const gateways = installsOf(mesh).flatMap(podAnnotationsOf);
  return [...pods, ...gateways].map((map) => map.child(PROXY_CONFIG_ANNOTATION)).filter(({ isSet }) => isSet);
}

/** The annotations that an install puts on the pods of gateways. */
function podAnnotationsOf({ form, root }: Install): Field[] {
  if (form === 'ConfigMap' || form === 'Manifest') return [];
  const spec = root.child('spec');
  const values = form === 'IstioOperator' || form === 'SailOperator' ? spec.child('values') : root;
  const components = ['ingressGateways', 'egressGateways'].flatMap((list) => spec.get('components', list).items());
  return [
    ...components.map((gateway) => gateway.get('k8s', 'podAnnotations')),
    ...['istio-ingressgateway', 'istio-egressgateway'].map((name) => values.get('gateways', name, 'podAnnotations')),
    values.child('podAnnotations'),
  ];
}

/** Argo CD's values of a chart as text. */
function helmTextsOf(mesh: Mesh): Field[] {
  const applications = mesh.withPatchesOfKind('Application', 'argoproj.io').map(({ spec }) => spec);
  const sets = mesh.withPatchesOfKind('ApplicationSet', 'argoproj.io').map(({ spec }) => spec.get('template', 'spec'));
  return [...applications, ...sets]
    .flatMap((spec) => [spec.child('source'), ...spec.child('sources').items()])
    .map((source) => source.get('helm', 'values'));
}

function mapsOf(fields: (Field | undefined)[]): Field[] {
  return fields.filter((field): field is Field => field?.isMap ?? false);
}
