import { readEmbedded } from '../../yaml/embedded.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';
import type { Mesh } from '../mesh.ts';
import { containersOf, isWorkloadKind, type Workload, workloadOf } from '../workloads.ts';
import { type Component, type ComponentName, envList, type Install, nowhere, written } from './install.ts';
import { statesInstall } from './states-install.ts';
import { componentsOf } from './values.ts';
import { installsOfValues } from './values-files.ts';
import { fromArgo, fromFlux, fromSail, fromValues } from './wrapped.ts';

/** What is installed, wherever people write it: control planes first, patches last, else in the order of the files. */
export function installsOf(mesh: Mesh): Install[] {
  return mesh.ask(findInstalls);
}

function findInstalls(mesh: Mesh): Install[] {
  const stated: Install[] = [];
  for (const resource of mesh.resources)
    if (statesInstall(resource.type) || isWorkloadKind(resource.kind))
      for (const install of installsIn(resource, mesh)) stated.push(install);
  const inValues = mesh.holdsOtherDocuments ? installsOfValues(mesh.files) : [];
  const rank = ({ isPatch, controlPlane }: Install) => (isPatch ? 2 : controlPlane ? 0 : 1);
  return [...stated, ...inValues].sort((a, b) => rank(a) - rank(b));
}

function installsIn(resource: Resource, mesh: Mesh): Install[] {
  const { group, kind } = resource;
  if (group === 'install.istio.io' && kind === 'IstioOperator') return [fromOperator(resource)];
  if (group === 'argoproj.io' && (kind === 'Application' || kind === 'ApplicationSet')) return fromArgo(resource);
  if (group === 'helm.toolkit.fluxcd.io' && kind === 'HelmRelease') return fromFlux(resource, mesh);
  if (group === 'sailoperator.io') return fromSail(resource);
  if (group === '' && kind === 'ConfigMap') return fromConfigMap(resource);
  const workload = workloadOf(resource, mesh);
  return workload ? fromWorkload(workload) : [];
}

function fromOperator(resource: Resource): Install {
  const { spec } = resource;
  const [components, values] = [spec.child('components'), spec.child('values')];
  const meshConfig = spec.child('meshConfig');
  const all = (name: ComponentName, list: string) =>
    components
      .child(list)
      .items()
      .map((settings) => operatorComponent(name, settings));
  return {
    form: 'IstioOperator',
    root: resource.root,
    resource,
    profiles: written(
      { field: spec.child('profile'), reader: 'istioctl' },
      { field: values.child('profile'), reader: 'charts' },
    ),
    compatibility: [spec, values].map((each) => each.child('compatibilityVersion')).filter(({ isSet }) => isSet),
    version: spec.has('tag') ? spec.child('tag') : values.get('global', 'tag'),
    meshConfig: meshConfig.exists ? meshConfig : values.child('meshConfig'),
    components: [
      operatorComponent('istiod', components.child('pilot')),
      operatorComponent('ztunnel', components.child('ztunnel')),
      operatorComponent('cni', components.child('cni')),
      ...all('ingressGateway', 'ingressGateways'),
      ...all('egressGateway', 'egressGateways'),
      ...componentsOf(values, 'istio'),
    ],
    controlPlane: true,
    isPatch: resource.isPatch,
    overlaid: false,
  };
}

function operatorComponent(name: ComponentName, settings: Field): Component {
  return {
    name,
    instance: settings.child('name'),
    namespace: settings.child('namespace'),
    enabled: settings.child('enabled'),
    resources: settings.get('k8s', 'resources'),
    env: envList(settings.get('k8s', 'env')),
  };
}

/** What istiod reads: the mesh config, `data.mesh` of ConfigMap istio or istio-<revision>, and the injector's values. */
function fromConfigMap(resource: Resource): Install[] {
  if (/^istio-sidecar-injector(?:-|$)/.test(resource.name)) {
    const values = readEmbedded(resource.get('data', 'values'))?.root;
    return values?.isMap
      ? [{ ...fromValues('ConfigMap', values, 'base', resource), profiles: [], compatibility: [] }]
      : [];
  }
  if (!/^istio(?:-|$)/.test(resource.name)) return [];
  const document = readEmbedded(resource.get('data', 'mesh'));
  if (!document?.root.isMap) return [];
  return [{ ...nothing(resource), form: 'ConfigMap', meshConfig: document.root, controlPlane: true }];
}

/** istiod, ztunnel and gateways as plain manifests, as charts render them or people write them. */
function fromWorkload(workload: Workload): Install[] {
  const { resource, labels, annotations } = workload;
  const injected = annotations.textOf('inject.istio.io/templates') === 'gateway';
  const name = componentName(labels.textOf('app'), labels.textOf('istio'), injected);
  if (name === undefined) return [];
  const components = containersOf(workload)
    .filter((container) => ['discovery', 'istio-proxy'].includes(container.textOf('name') ?? ''))
    .map(
      (container): Component => ({
        name,
        instance: resource.metadata.child('name'),
        namespace: resource.metadata.child('namespace'),
        enabled: nowhere(resource.root),
        resources: container.child('resources'),
        env: envList(container.child('env')),
      }),
    );
  return components.length === 0
    ? []
    : [{ ...nothing(resource), form: 'Manifest', components, controlPlane: name === 'istiod' }];
}

function componentName(app = '', istio = '', injected = false): ComponentName | undefined {
  if (app === 'istiod' || istio === 'pilot') return 'istiod';
  if (app === 'ztunnel') return 'ztunnel';
  if (istio === 'ingressgateway') return 'ingressGateway';
  if (istio === 'egressgateway') return 'egressGateway';
  return injected ? 'gateway' : undefined;
}

/** A statement of a resource that says nothing yet. */
function nothing(resource: Resource): Omit<Install, 'form' | 'controlPlane'> {
  return {
    root: resource.root,
    resource,
    profiles: [],
    compatibility: [],
    version: nowhere(resource.root),
    meshConfig: nowhere(resource.root),
    components: [],
    isPatch: resource.isPatch,
    overlaid: false,
  };
}
