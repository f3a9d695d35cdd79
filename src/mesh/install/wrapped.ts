import { readEmbedded } from '../../yaml/embedded.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';
import type { Mesh } from '../mesh.ts';
import { type Install, type InstallForm, nowhere, written } from './install.ts';
import { valuesOfParameters } from './parameters.ts';
import { type Chart, componentsOf } from './values.ts';

const CHARTS = new Map<string, Chart>([
  ['istiod', 'istiod'],
  ['istio-discovery', 'istiod'],
  ['base', 'base'],
  ['istio-base', 'base'],
  ['gateway', 'gateway'],
  ['istio-ingress', 'gateway'],
  ['istio-egress', 'gateway'],
  ['ztunnel', 'ztunnel'],
  ['cni', 'cni'],
  ['istio-cni', 'cni'],
  ['ambient', 'istio'],
]);

/** Charts whose name says nothing by itself. */
const COMMON_NAMES = new Set(['base', 'gateway', 'cni', 'ambient']);

/** The chart of Istio that a name means; `source` (a repository's address or name) tells common names apart. */
export function istioChart(name: string | undefined, source: string | undefined): Chart | undefined {
  const chart = name === undefined ? undefined : CHARTS.get(name);
  return chart !== undefined && (!COMMON_NAMES.has(name ?? '') || /istio/i.test(source ?? '')) ? chart : undefined;
}

export function fromValues(form: InstallForm, values: Field, chart: Chart, resource: Resource | undefined): Install {
  return {
    form,
    root: values,
    resource,
    profiles: written(
      { field: values.child('profile'), reader: 'charts' },
      { field: values.get('global', 'profile'), reader: 'charts' },
    ),
    compatibility: [values.child('compatibilityVersion')].filter(({ isSet }) => isSet),
    version: nowhere(values),
    meshConfig: values.child('meshConfig'),
    components: componentsOf(values, chart),
    controlPlane: chart === 'istiod' || chart === 'istio',
    isPatch: resource?.isPatch ?? false,
    overlaid: false,
  };
}

/** Argo CD: Application and ApplicationSet. A chart without values is installed as well. */
export function fromArgo(resource: Resource): Install[] {
  const spec = resource.kind === 'ApplicationSet' ? resource.spec.get('template', 'spec') : resource.spec;
  return [spec.child('source'), ...spec.child('sources').items()].flatMap((source) => {
    const address = source.textOf('repoURL');
    const chart = istioChart(source.textOf('chart') ?? ociName(address), address);
    if (chart === undefined) return [];
    const helm = source.child('helm');
    const values = [helm.child('valuesObject'), readEmbedded(helm.child('values'))?.root];
    const parameters = helm.child('parameters');
    if (parameters.isList) values.push(valuesOfParameters(parameters));
    const files = helm.child('valueFiles').exists || helm.child('fileParameters').exists;
    const version = source.child('targetRevision');
    return statements('ArgoApplication', values, { chart, resource, at: source, version, overlaid: files });
  });
}

/** Flux: HelmRelease, with the chart named by its template or by an OCIRepository of the set. */
export function fromFlux(resource: Resource, mesh: Mesh): Install[] {
  const [template, reference] = [resource.spec.get('chart', 'spec'), resource.spec.child('chartRef')];
  const source = template.child('sourceRef');
  const repository = repositoryOf(reference.exists ? reference : source, mesh);
  const address = repository?.spec.textOf('url');
  const name = reference.exists ? ociName(address) : template.textOf('chart');
  const chart = istioChart(name, `${source.textOf('name')} ${address}`);
  return chart === undefined
    ? []
    : statements('HelmRelease', [resource.spec.child('values')], {
        chart,
        resource,
        at: resource.spec,
        version: (reference.exists && repository?.spec.get('ref', 'tag')) || template.child('version'),
        overlaid: resource.spec.child('valuesFrom').exists,
      });
}

/** The HelmRepository or OCIRepository that a reference names. */
function repositoryOf(reference: Field, mesh: Mesh): Resource | undefined {
  const [kind, name] = [reference.textOf('kind') ?? '', reference.textOf('name')];
  return mesh.ofKind(kind, 'source.toolkit.fluxcd.io').find((repository) => repository.name === name);
}

/** The chart at the end of an OCI address, without its tag. */
function ociName(address: string | undefined): string | undefined {
  return /^oci:\/\/.*\/([\w.-]+)(?::[\w.-]+)?\/?$/.exec(address ?? '')?.[1];
}

interface Statement {
  chart: Chart;
  resource: Resource;
  /** What names the chart. */
  at: Field;
  version: Field;
  overlaid: boolean;
}

/** One statement for each place that values stand in; one at the chart itself where there are none. */
function statements(
  form: InstallForm,
  values: (Field | undefined)[],
  { chart, resource, at, version, overlaid }: Statement,
): Install[] {
  const found = values.filter((each): each is Field => each?.isMap ?? false);
  if (found.length === 0)
    return [{ ...fromValues(form, at.child('values'), chart, resource), root: at, version, overlaid }];
  const several = found.length > 1;
  return found.map((each) => ({ ...fromValues(form, each, chart, resource), version, overlaid: overlaid || several }));
}

/** Sail Operator: Istio, IstioCNI and ZTunnel, whose values are those of the charts. */
export function fromSail(resource: Resource): Install[] {
  const chart = SAIL_CHARTS.get(resource.kind);
  // Without a name it is no resource, but a file of the operator that defines a profile.
  if (chart === undefined || !resource.metadata.child('name').exists) return [];
  const install = fromValues('SailOperator', resource.spec.child('values'), chart, resource);
  const profiles = [...written({ field: resource.spec.child('profile'), reader: 'sail' }), ...install.profiles];
  return [{ ...install, root: resource.root, profiles, version: resource.spec.child('version') }];
}

const SAIL_CHARTS = new Map<string, Chart>([
  ['Istio', 'istiod'],
  ['IstioCNI', 'cni'],
  ['ZTunnel', 'ztunnel'],
]);
