import { basename, dirname } from 'node:path';
import { readEmbedded } from '../../yaml/embedded.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';
import { isKubernetes } from '../../yaml/resources.ts';
import type { Mesh } from '../mesh.ts';
import { containersOf, workloadOf } from '../workloads.ts';
import { type Component, type ComponentName, envList, type Install, nowhere } from './install.ts';
import { componentsOf, isIstioValues } from './values.ts';
import { fromArgo, fromFlux, fromSail, fromValues } from './wrapped.ts';

/** What is installed, wherever it was written. In the order of the files. */
export function findInstalls(mesh: Mesh): Install[] {
  const fromResources = mesh.resources.flatMap((resource) => (resource.isPatch ? [] : installsIn(resource, mesh)));
  return [...fromResources, ...valuesFiles(mesh)];
}

function installsIn(resource: Resource, mesh: Mesh): Install[] {
  const { group, kind } = resource;
  if (group === 'install.istio.io' && kind === 'IstioOperator') return [fromOperator(resource)];
  if (group === 'argoproj.io' && (kind === 'Application' || kind === 'ApplicationSet')) return fromArgo(resource);
  if (group === 'helm.toolkit.fluxcd.io' && kind === 'HelmRelease') return fromFlux(resource);
  if (group === 'sailoperator.io') return fromSail(resource);
  if (group === '' && kind === 'ConfigMap') return fromConfigMap(resource);
  return fromManifest(resource, mesh);
}

function fromOperator(resource: Resource): Install {
  const { spec } = resource;
  const components = spec.child('components');
  const values = spec.child('values');
  const direct = (name: ComponentName, settings: Field): Component => ({
    name,
    enabled: settings.child('enabled'),
    resources: settings.get('k8s', 'resources'),
    env: envList(settings.get('k8s', 'env')),
  });
  const meshConfig = spec.child('meshConfig');
  return {
    form: 'IstioOperator',
    root: resource.root,
    resource,
    profile: spec.child('profile').exists ? spec.child('profile') : values.child('profile'),
    meshConfig: meshConfig.exists ? meshConfig : values.child('meshConfig'),
    components: [
      direct('istiod', components.child('pilot')),
      direct('ztunnel', components.child('ztunnel')),
      direct('cni', components.child('cni')),
      ...components
        .child('ingressGateways')
        .items()
        .map((gateway) => direct('ingressGateway', gateway)),
      ...components
        .child('egressGateways')
        .items()
        .map((gateway) => direct('egressGateway', gateway)),
      ...componentsOf(values, undefined),
    ],
    controlPlane: true,
  };
}

/** The mesh config that istiod reads: `data.mesh` of ConfigMap istio, or istio-<revision>. */
function fromConfigMap(resource: Resource): Install[] {
  if (!/^istio(?:-|$)/.test(resource.name)) return [];
  const document = readEmbedded(resource.get('data', 'mesh'));
  if (!document?.root.isMap) return [];
  const none = nowhere(resource.root);
  return [
    {
      form: 'ConfigMap',
      root: resource.root,
      resource,
      profile: none,
      meshConfig: document.root,
      components: [],
      controlPlane: true,
    },
  ];
}

/** istiod, ztunnel and gateways as plain manifests, as charts render them. */
function fromManifest(resource: Resource, mesh: Mesh): Install[] {
  const workload = workloadOf(resource, mesh);
  if (!workload) return [];
  const name = manifestComponent(workload.labels.child('app').string, workload.labels.child('istio').string);
  if (name === undefined) return [];
  const none = nowhere(resource.root);
  const containers = containersOf(workload).filter((container) =>
    ['discovery', 'istio-proxy'].includes(container.child('name').string ?? ''),
  );
  const components = containers.map(
    (container): Component => ({
      name,
      enabled: none,
      resources: container.child('resources'),
      env: envList(container.child('env')),
    }),
  );
  if (components.length === 0) return [];
  return [
    {
      form: 'Manifest',
      root: resource.root,
      resource,
      profile: none,
      meshConfig: none,
      components,
      controlPlane: name === 'istiod',
    },
  ];
}

function manifestComponent(app: string | undefined, istio: string | undefined): ComponentName | undefined {
  if (app === 'istiod' || istio === 'pilot') return 'istiod';
  if (app === 'ztunnel') return 'ztunnel';
  if (istio === 'ingressgateway') return 'ingressGateway';
  return istio === 'egressgateway' ? 'egressGateway' : undefined;
}

/** Files of Helm values: documents without a kind that hold what only Istio's charts ask for, at the top or below a dependency's name. */
function valuesFiles(mesh: Mesh): Install[] {
  const charts = istioChartFolders(mesh);
  return mesh.files.flatMap((file) => {
    if (file.template || isBelow(file.path, charts)) return [];
    return file.documents.flatMap((document) => {
      if (isKubernetes(document) || !document.root.isMap) return [];
      const values = [document.root, ...document.root.entries()].filter(isIstioValues);
      return values
        .slice(0, values[0] === document.root ? 1 : values.length)
        .map((each) => fromValues('HelmValues', each, undefined, undefined));
    });
  });
}

/** Folders of Istio's own charts: their values are defaults. */
function istioChartFolders(mesh: Mesh): string[] {
  const own = new Set([
    'base',
    'istiod',
    'gateway',
    'ztunnel',
    'cni',
    'istio',
    'istio-control',
    'istio-ingress',
    'istio-egress',
    'istiod-remote',
    'revisiontags',
    'istio-discovery',
  ]);
  return mesh.files
    .filter(
      ({ path, documents }) =>
        basename(path) === 'Chart.yaml' &&
        own.has(documents[0]?.root.child('name').string ?? '') &&
        !documents[0]?.root.child('dependencies').exists,
    )
    .map(({ path }) => dirname(path));
}

function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`));
}
