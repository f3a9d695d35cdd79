import { readEmbedded } from '../../yaml/embedded.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';
import type { Install, InstallForm } from './install.ts';
import { type Chart, componentsOf } from './values.ts';

const CHARTS = new Map<string, Chart>([
  ['istiod', 'istiod'],
  ['base', 'base'],
  ['istio-base', 'base'],
  ['gateway', 'gateway'],
  ['ztunnel', 'ztunnel'],
  ['cni', 'cni'],
  ['istio-cni', 'cni'],
]);

/** Charts whose name says nothing by itself. */
const COMMON_NAMES = new Set(['base', 'gateway', 'cni']);

/** The chart of Istio that a name means; `source` (a repository's address or name) tells common names apart. */
export function istioChart(name: string | undefined, source: string | undefined): Chart | undefined {
  const chart = name === undefined ? undefined : CHARTS.get(name);
  return chart !== undefined && (!COMMON_NAMES.has(name ?? '') || /istio/i.test(source ?? '')) ? chart : undefined;
}

export function fromValues(
  form: InstallForm,
  values: Field,
  chart: Chart | undefined,
  resource: Resource | undefined,
): Install {
  const global = values.get('global', 'profile');
  return {
    form,
    root: values,
    resource,
    profile: values.child('profile').exists ? values.child('profile') : global,
    meshConfig: values.child('meshConfig'),
    components: componentsOf(values, chart),
    controlPlane: chart === undefined || chart === 'istiod',
  };
}

/** Argo CD: Application and ApplicationSet, with values as text or as an object. */
export function fromArgo(resource: Resource): Install[] {
  const spec = resource.kind === 'ApplicationSet' ? resource.spec.get('template', 'spec') : resource.spec;
  const sources = [spec.child('source'), ...spec.child('sources').items()];
  return sources.flatMap((source) => {
    const chart = istioChart(source.child('chart').string, source.child('repoURL').string);
    if (chart === undefined) return [];
    const helm = source.child('helm');
    const text = readEmbedded(helm.child('values'))?.root;
    const written = [helm.child('valuesObject'), ...(text ? [text] : [])].filter((values) => values.isMap);
    return written.map((values) => fromValues('ArgoApplication', values, chart, resource));
  });
}

/** Flux: HelmRelease. */
export function fromFlux(resource: Resource): Install[] {
  const spec = resource.spec.get('chart', 'spec');
  const chart = istioChart(spec.child('chart').string, spec.get('sourceRef', 'name').string);
  const values = resource.spec.child('values');
  return chart !== undefined && values.isMap ? [fromValues('HelmRelease', values, chart, resource)] : [];
}

/** Sail Operator: Istio, IstioCNI and ZTunnel, whose values are those of the charts. */
export function fromSail(resource: Resource): Install[] {
  const chart = SAIL_CHARTS[resource.kind];
  if (chart === undefined) return [];
  const values = resource.spec.child('values');
  const profile = resource.spec.child('profile');
  const install = fromValues('SailOperator', values, chart, resource);
  return [{ ...install, root: resource.root, ...(profile.exists ? { profile } : {}) }];
}

const SAIL_CHARTS: Record<string, Chart | undefined> = { Istio: 'istiod', IstioCNI: 'cni', ZTunnel: 'ztunnel' };
