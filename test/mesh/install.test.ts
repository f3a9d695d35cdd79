import { describe, expect, it } from 'vitest';
import { installsOf } from '../../src/mesh/install/find.ts';
import type { Component, ComponentName, Install } from '../../src/mesh/install/install.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

function installs(files: Record<string, string>): Install[] {
  const sources = Object.entries(files).map(([path, text]) => readSource(path, text));
  return installsOf(new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' }));
}

function only(files: Record<string, string>): Install {
  const found = installs(files);
  expect(found.map(({ form }) => form)).toHaveLength(1);
  const [install] = found;
  if (!install) throw new Error('no install');
  return install;
}

function component(install: Install, name: ComponentName): Component {
  const found = install.components.find((each) => each.name === name);
  if (!found) throw new Error(`no ${name} among ${install.components.map((each) => each.name)}`);
  return found;
}

const OPERATOR = `apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: {name: mesh, namespace: istio-system}
spec:
`;
const DEPENDS = `apiVersion: v2
name: mesh
dependencies:
  - {name: gateway, alias: edge, repository: "https://charts.example.com/istio"}
  - {name: gateway, alias: other, repository: "https://charts.example.com/acme"}
  - {name: istiod, repository: "https://charts.example.com/mirror"}
`;

describe('IstioOperator', () => {
  it('answers with components, values and the mesh config', () => {
    const install = only({
      'iop.yaml': `${OPERATOR}  profile: default
  meshConfig: {enableAutoMtls: false}
  components:
    pilot: {k8s: {env: [{name: A, value: x}], resources: {requests: {cpu: 250m}}}}
    ingressGateways:
      - {name: one, namespace: edge, enabled: true}
      - {name: two}
  values:
    profile: ambient
    pilot: {env: {B: "y"}}
    global: {proxy: {resources: {requests: {cpu: 10m}}}}
`,
    });
    expect(install.profiles.map(({ field, reader }) => [field.string, reader])).toEqual([
      ['default', 'istioctl'],
      ['ambient', 'charts'],
    ]);
    expect(install.meshConfig.child('enableAutoMtls').boolean).toBe(false);
    expect(component(install, 'istiod').resources.get('requests', 'cpu').string).toBe('250m');
    const env = install.components.filter(({ name }) => name === 'istiod').map((each) => [...each.env.keys()]);
    expect(env).toEqual([['A'], ['B']]);
    const gateways = install.components.filter(({ name }) => name === 'ingressGateway');
    expect(gateways.map((each) => each.instance.string)).toEqual(['one', 'two']);
    expect(gateways.map((each) => each.namespace.string)).toEqual(['edge', undefined]);
    expect(gateways.map((each) => each.enabled.boolean)).toEqual([true, undefined]);
    expect(component(install, 'sidecar').resources.get('requests', 'cpu').string).toBe('10m');
  });

  it.each(['spec: []', 'spec: null', 'spec: {components: [1], values: x, meshConfig: 3, profile: {a: 1}}'])(
    'answers for %s as well',
    (spec) => {
      const text = OPERATOR.replace('spec:\n', `${spec}\n`);
      const install = only({ 'iop.yaml': text });
      expect(install.components.every(({ resources, env }) => !resources.exists && env.size === 0)).toBe(true);
      expect(install.profiles.every(({ field }) => field.string === undefined)).toBe(true);
    },
  );

  it('marks a kustomize patch, and puts it last', () => {
    const found = installs({
      '/mesh/a-patch.yaml': `${OPERATOR}  profile: demo\n`,
      '/mesh/base.yaml': `${OPERATOR}  profile: minimal\n`,
      '/mesh/kustomization.yaml': 'resources: [base.yaml]\npatches: [{path: a-patch.yaml}]\n',
    });
    expect(found.map(({ isPatch, profiles }) => [profiles[0]?.field.string, isPatch])).toEqual([
      ['minimal', false],
      ['demo', true],
    ]);
  });
});

describe('files of Helm values', () => {
  it.each([
    ['the istiod chart', 'meshConfig: {accessLogFile: ""}\nresources: {requests: {cpu: 100m}}', ['istiod']],
    ['the istiod chart before 1.24', 'pilot: {resources: {requests: {cpu: 100m}}}', ['istiod', 'istiod']],
    ['the umbrella chart of old', 'gateways: {istio-ingressgateway: {resources: {}}}', ['ingressGateway', 'istiod']],
    ['sidecars', 'global: {proxy: {resources: {requests: {cpu: 10m}}}}', ['sidecar', 'istiod']],
    ['the gateway chart', 'labels: {istio: edge}\nresources: {requests: {cpu: 100m}}', ['gateway']],
    ['the ztunnel chart', 'xdsAddress: istiod.example.com:15012\nresources: {}', ['ztunnel']],
    ['ztunnel below its name', 'ztunnel: {resources: {}}', ['ztunnel']],
    ['a chart that depends on istiod', 'istiod: {pilot: {traceSampling: 1}}', ['istiod', 'istiod']],
    ['several at once', 'global: {istioNamespace: mesh}\nistio-edge: {labels: {istio: edge}}', ['gateway']],
  ])('knows values of %s', (_, text, names) => {
    const found = installs({ 'values.yaml': `${text}\n` });
    expect(found.every(({ form }) => form === 'HelmValues')).toBe(true);
    expect(found.flatMap(({ components }) => components.map(({ name }) => name)).sort()).toEqual([...names].sort());
  });

  it.each([
    ['another chart with a pilot', 'pilot: {resources: {requests: {cpu: 10m}}}\nweb: {replicas: 2}'],
    ['a component called pilot', 'backend: {pilot: {resources: {}}}'],
    ['a proxy of another kind', 'global: {proxy: {http: "http://proxy.example.com"}}'],
    ['the defaults of a chart', '_internal_defaults_do_not_set: {pilot: {traceSampling: 1}}'],
    ['the defaults of an older chart', 'defaults: {global: {istioNamespace: istio-system}, pilot: {traceSampling: 1}}'],
    ['a gateway that is none of Istio', 'gateway: {resources: {}}\nlabels: {app: x}'],
    ['what is no map', '- pilot: {traceSampling: 1}'],
    ['a Kubernetes object', 'apiVersion: v1\nkind: Secret\nmetadata: {name: x}\nmeshConfig: {accessLogFile: ""}'],
  ])('passes over %s', (_, text) => {
    expect(installs({ 'values.yaml': `${text}\n` })).toEqual([]);
  });

  it('passes over the template of a file', () => {
    const text = '{{ if .Values.x }}\npilot: {traceSampling: 1}\n{{ end }}\n';
    expect(installs({ 'values.yaml': text })).toEqual([]);
  });

  it('asks the Chart.yaml beside them for dependencies', () => {
    const found = installs({
      '/mesh/Chart.yaml': DEPENDS,
      '/mesh/values.yaml':
        'edge: {resources: {requests: {cpu: 1}}}\nother: {resources: {}}\nistiod: {resources: {requests: {cpu: 2}}}\n',
      '/elsewhere/values.yaml': 'edge: {resources: {requests: {cpu: 1}}}\n',
    });
    expect(found.map(({ root, components }) => [root.name, components.map(({ name }) => name)])).toEqual([
      ['istiod', ['istiod']],
      ['edge', ['gateway']],
    ]);
  });

  it('leaves the defaults of a copied chart alone, not the values beside them', () => {
    const chart = 'name: istiod\nkeywords: [istio]\n';
    const values = 'pilot: {traceSampling: 1}\n';
    const found = installs({
      '/istiod/Chart.yaml': chart,
      '/istiod/values.yaml': values,
      '/istiod/files/profile-demo.yaml': values,
      '/istiod/values-production.yaml': values,
    });
    expect(found.map(({ root }) => root.document.file.path)).toEqual(['/istiod/values-production.yaml']);
  });
});

const application = (source: string, kind = 'Application') =>
  kind === 'Application'
    ? `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: x}\nspec:\n  source:\n${source}`
    : `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: x}\nspec:\n  template:\n    spec:\n      source:\n${source.replaceAll(/^/gm, '    ')}`;

describe('Argo CD', () => {
  const CHART = '    chart: istiod\n    repoURL: https://charts.example.com\n';

  it('reads values as text, with places of the file', () => {
    const text = application(
      `${CHART}    helm:\n      values: |\n        pilot:\n          resources: {requests: {cpu: 100m}}\n`,
    );
    const field = component(only({ 'app.yaml': text }), 'istiod').resources.get('requests', 'cpu');
    const line = text.split('\n').findIndex((each) => each.includes('100m'));
    expect([field.string, field.range.line, field.range.column]).toEqual([
      '100m',
      line + 1,
      (text.split('\n')[line] ?? '').indexOf('100m') + 1,
    ]);
  });

  it('reads an ApplicationSet, and values as an object', () => {
    const source = `${CHART}    helm: {valuesObject: {meshConfig: {enableAutoMtls: false}}}\n`;
    const install = only({ 'set.yaml': application(source, 'ApplicationSet') });
    expect(install.meshConfig.child('enableAutoMtls').boolean).toBe(false);
  });

  it('reads parameters, typed as helm does, at the places of their values', () => {
    const text = application(`${CHART}    helm:
      parameters:
        - {name: meshConfig.enableAutoMtls, value: "false"}
        - {name: pilot.env.PILOT_HTTP10, value: "1", forceString: true}
        - {name: pilot.resources.requests.memory, value: 512Mi}
        - {name: 'pilot.podAnnotations.example\\.com/x', value: "yes"}
        - {name: "global.imagePullSecrets[0]", value: x}
        - {name: pilot.image, value: "\${IMAGE}"}
        - {name: [1], value: x}
        - nothing
`);
    const install = only({ 'app.yaml': text });
    const off = install.meshConfig.child('enableAutoMtls');
    expect(off.boolean).toBe(false);
    expect(off.pointer).toBe('/spec/source/helm/parameters/0/value');
    expect(text.slice(off.span.start, off.span.end)).toBe('false');
    const istiod = component(install, 'istiod');
    expect(istiod.resources.get('requests', 'memory').string).toBe('512Mi');
    expect(istiod.env.get('PILOT_HTTP10')?.string).toBe('1');
    expect(istiod.env.get('PILOT_HTTP10')?.nameRange.line).toBe(
      text.split('\n').findIndex((l) => l.includes('HTTP10')) + 1,
    );
    expect(install.root.child('global').exists).toBe(false);
    expect(install.root.get('pilot', 'image').isUnknown).toBe(true);
    expect(install.root.get('pilot', 'podAnnotations', 'example.com/x').string).toBe('yes');
  });

  it('knows a chart without values, of several sources and of an OCI registry', () => {
    const found = installs({
      'app.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: x}
spec:
  sources:
    - {chart: gateway, repoURL: "https://charts.example.com/istio"}
    - {chart: gateway, repoURL: "https://charts.example.com/acme"}
    - {repoURL: "oci://registry.example.com/istio/ztunnel:1.31.1", path: .}
    - {chart: "{{ chart }}", repoURL: "https://charts.example.com/istio"}
`,
    });
    expect(found.map(({ components, controlPlane }) => [components.map(({ name }) => name), controlPlane])).toEqual([
      [['gateway'], false],
      [['ztunnel'], false],
    ]);
  });

  it('says when other values are merged in', () => {
    const files = application(`${CHART}    helm: {valueFiles: [a.yaml], valuesObject: {profile: demo}}\n`);
    const alone = application(`${CHART}    helm: {valuesObject: {profile: demo}}\n`);
    expect([only({ 'a.yaml': files }).overlaid, only({ 'a.yaml': alone }).overlaid]).toEqual([true, false]);
  });
});

describe('Flux', () => {
  const release = (spec: string) =>
    `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: x}\nspec:\n${spec}`;

  it('asks the repository what a common name means', () => {
    const text = release(
      '  chart: {spec: {chart: gateway, sourceRef: {kind: HelmRepository, name: mesh}}}\n  values: {resources: {}}\n',
    );
    const repository = (url: string) =>
      `---\napiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: mesh}\nspec: {url: "${url}"}\n`;
    expect(installs({ 'a.yaml': text })).toEqual([]);
    expect(installs({ 'a.yaml': text + repository('https://charts.example.com/acme') })).toEqual([]);
    const install = only({ 'a.yaml': text + repository('https://charts.example.com/istio-release') });
    expect(install.components.map(({ name }) => name)).toEqual(['gateway']);
  });

  it('follows chartRef to an OCIRepository', () => {
    const install = only({
      'a.yaml': `${release('  chartRef: {kind: OCIRepository, name: cp}\n  valuesFrom: [{kind: ConfigMap, name: v}]\n')}---
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: {name: cp}
spec: {url: "oci://registry.example.com/charts/istiod"}
`,
    });
    expect([install.form, install.controlPlane, install.overlaid]).toEqual(['HelmRelease', true, true]);
  });
});

describe('Sail Operator', () => {
  it('tells its own profile from that of the charts', () => {
    const install = only({
      'a.yaml':
        'apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: {name: x}\nspec: {profile: default, values: {profile: ambient}}\n',
    });
    expect(install.profiles.map(({ field, reader }) => [field.string, reader])).toEqual([
      ['default', 'sail'],
      ['ambient', 'charts'],
    ]);
  });

  it("passes over the operator's own files of profiles", () => {
    expect(
      installs({ 'a.yaml': 'apiVersion: sailoperator.io/v1\nkind: Istio\nspec: {values: {profile: demo}}\n' }),
    ).toEqual([]);
  });

  it('has ZTunnel as the ztunnel chart', () => {
    const text =
      'apiVersion: sailoperator.io/v1\nkind: ZTunnel\nmetadata: {name: x}\nspec: {values: {ztunnel: {resources: {requests: {cpu: 1}}}}}\n';
    const cpu = only({ 'a.yaml': text }).components.map(({ resources }) => resources.get('requests', 'cpu').value);
    expect(cpu).toEqual([1, undefined]);
  });
});

describe('manifests', () => {
  const workload = (kind: string, labels: string, container: string) =>
    `apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: x}\nspec: {template: {metadata: {labels: ${labels}}, spec: {containers: [${container}]}}}\n`;

  it.each([
    ['Deployment', '{app: istiod}', '{name: discovery}', 'istiod'],
    ['DaemonSet', '{app: ztunnel}', '{name: istio-proxy}', 'ztunnel'],
    ['Deployment', '{istio: egressgateway}', '{name: istio-proxy}', 'egressGateway'],
  ])('knows a %s with labels %s', (kind, labels, container, name) => {
    expect(only({ 'a.yaml': workload(kind, labels, container) }).components.map((each) => each.name)).toEqual([name]);
  });

  it.each([
    ['Deployment', '{app: web}', '{name: istio-proxy}'],
    ['Deployment', '{app: istiod}', '{name: exporter}'],
  ])('passes over a %s with labels %s and container %s', (kind, labels, container) => {
    expect(installs({ 'a.yaml': workload(kind, labels, container) })).toEqual([]);
  });

  it('reads the mesh config and the values of the injector from ConfigMaps', () => {
    const map = (name: string, data: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata:\n${data}`;
    const mesh = map('istio-1-31', '  mesh: |-\n    enableAutoMtls: false\n');
    expect(only({ 'a.yaml': mesh }).meshConfig.child('enableAutoMtls').boolean).toBe(false);
    const values = '  values: |-\n    {"global": {"proxy": {"resources": {"requests": {"cpu": "10m"}}}}}\n';
    const injector = only({ 'a.yaml': map('istio-sidecar-injector', values) });
    expect(component(injector, 'sidecar').resources.get('requests', 'cpu').string).toBe('10m');
    expect(injector.controlPlane).toBe(false);
    expect(installs({ 'a.yaml': map('mesh-of-ours', '  mesh: "enableAutoMtls: false"\n') })).toEqual([]);
    expect(installs({ 'a.yaml': map('istio', '  mesh: "just text"\n') })).toEqual([]);
  });
});

describe('the version that is installed', () => {
  const versionOf = (files: Record<string, string>) => only(files).version.string;

  it('is the tag of an IstioOperator', () => {
    expect(versionOf({ 'iop.yaml': `${OPERATOR}  tag: 1.30.3\n` })).toBe('1.30.3');
    expect(versionOf({ 'iop.yaml': `${OPERATOR}  values: {global: {tag: 1.29.0}}\n` })).toBe('1.29.0');
    expect(versionOf({ 'iop.yaml': `${OPERATOR}  profile: default\n` })).toBeUndefined();
  });

  it('is that of the chart', () => {
    const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: istiod}
spec: {source: {repoURL: "https://charts.example.com/istio", chart: istiod, targetRevision: 1.28.2}}
`;
    const release = (spec: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: istiod}
spec: ${spec}
`;
    const repository = `---
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: {name: istiod}
spec: {url: "oci://registry.example.com/istio/istiod", ref: {tag: 1.27.0}}
`;
    expect(versionOf({ 'app.yaml': application })).toBe('1.28.2');
    expect(versionOf({ 'release.yaml': release('{chart: {spec: {chart: istiod, version: 1.26.x}}}') })).toBe('1.26.x');
    expect(versionOf({ 'release.yaml': release('{chartRef: {kind: OCIRepository, name: istiod}}') + repository })).toBe(
      '1.27.0',
    );
  });

  it('is that of the dependency whose values a file holds', () => {
    const chart = DEPENDS.replace('mirror"}', 'mirror", version: 1.25.3}');
    const found = installs({ '/c/Chart.yaml': chart, '/c/values.yaml': 'istiod: {replicaCount: 2}\n' });
    expect(found.map(({ version }) => version.string)).toEqual(['1.25.3']);
  });

  it('is what the Sail Operator is asked for', () => {
    const sail =
      'apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: {name: default}\nspec: {version: v1.24-latest}\n';
    expect(versionOf({ 'istio.yaml': sail })).toBe('v1.24-latest');
  });
});

describe('the older version to behave as', () => {
  it('is found in the spec and in the values', () => {
    const install = only({
      'iop.yaml': `${OPERATOR}  compatibilityVersion: "1.30"\n  values: {compatibilityVersion: "1.29"}\n`,
    });
    expect(install.compatibility.map(({ string }) => string)).toEqual(['1.30', '1.29']);
    expect(only({ 'iop.yaml': `${OPERATOR}  profile: default\n` }).compatibility).toEqual([]);
  });
});
