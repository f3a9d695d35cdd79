import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint.ts';

/** What fixing, unsafe fixes too, makes of a text by one rule alone. */
async function fixed(id: string, text: string, beside: Record<string, string> = {}): Promise<string> {
  const overlay = new Map([['/a.yaml', text], ...Object.entries(beside)]);
  const { report } = await lint({ cwd: '/', paths: [], overlay, only: [id], fix: 'unsafe' });
  return report.files.find(({ filePath }) => filePath === '/a.yaml')?.source ?? '';
}

const object = (kind: string, spec: string, apiVersion = 'networking.istio.io/v1') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a, namespace: shop}\nspec:\n${spec}`;

describe('lists lose their repeated items and keep the rest', () => {
  const service = (list: string) => object('VirtualService', `  hosts: [a.example.com]\n${list}`);

  it.each([
    ['flow', '  exportTo: ["billing", \'billing\', "."]\n', '  exportTo: ["billing", "."]\n'],
    [
      'block',
      '  exportTo:\n    - billing\n    - . # own\n    - billing\n',
      '  exportTo:\n    - billing\n    - . # own\n',
    ],
    ['all of them', '  exportTo:\n    - "."\n    - \'*\'\n', "  exportTo:\n    - '*'\n"],
    ['a comment', '  exportTo:\n    - "." # own\n    - "*"\n', '  exportTo:\n    - "." # own\n    - "*"\n'],
    ['an anchor', '  exportTo: &e [a, a]\n', '  exportTo: &e [a, a]\n'],
  ])('%s', async (_, list, wanted) => {
    expect(await fixed('core/export-to', service(list))).toBe(service(wanted));
  });

  it('in JSON', async () => {
    const text =
      '{"apiVersion": "networking.istio.io/v1", "kind": "VirtualService", "metadata": {"name": "a"},\n "spec": {"hosts": ["a.b"], "exportTo": [".", "*"]}}\n';
    expect(await fixed('core/export-to', text)).toBe(text.replace('[".", "*"]', '["*"]'));
  });
});

describe('the access log of a Telemetry gets the provider that every mesh has', () => {
  const mesh = {
    '/mesh.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\ndata:\n  mesh: |\n    rootNamespace: istio-system\n',
  };
  const telemetry = (logs: string) => object('Telemetry', logs, 'telemetry.istio.io/v1');

  it.each([
    [
      '  accessLogging:\n    - disabled: false # on\n',
      '  accessLogging:\n    - providers:\n        - name: envoy\n      disabled: false # on\n',
    ],
    [
      '  accessLogging: [{disabled: false}]\n',
      '  accessLogging: [{"providers": [{"name": "envoy"}], disabled: false}]\n',
    ],
    ['  accessLogging:\n    - {}\n', '  accessLogging:\n    - {"providers": [{"name": "envoy"}]}\n'],
    ['  accessLogging:\n    - providers: []\n', '  accessLogging:\n    - providers: [{"name": "envoy"}]\n'],
  ])('%j', async (logs, wanted) => {
    expect(await fixed('telemetry/empty-providers', telemetry(logs), mesh)).toBe(telemetry(wanted));
  });
});

describe('the mesh config gets an access log', () => {
  const config = (mesh: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\ndata:\n  mesh: |-\n${mesh}`;

  it.each([
    ['    # ours\n    enableTracing: true\n', '    accessLogFile: /dev/stdout\n    # ours\n    enableTracing: true\n'],
    ['    accessLogFile: ""\n    enableTracing: true\n', '    accessLogFile: "/dev/stdout"\n    enableTracing: true\n'],
  ])('%j', async (mesh, wanted) => {
    expect(await fixed('mesh-config/access-log', config(mesh))).toBe(config(wanted));
  });
});

describe('an annotation without a meaning goes with its line', () => {
  it('and with the map around it', async () => {
    const text = (annotations: string) =>
      `apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata:\n  name: a\n${annotations}spec: {}\n`;
    const dryRun = '  annotations:\n    istio.io/dry-run: "true" # try\n';
    expect(await fixed('core/reserved-annotation', text(dryRun))).toBe(text(''));
  });
});

describe('apiVersion', () => {
  it.each([
    ['apiVersion: "networking.istio.io/v1beta1" # old', 'apiVersion: "networking.istio.io/v1" # old'],
    ["apiVersion: 'networking.istio.io/v1beta1'", "apiVersion: 'networking.istio.io/v1'"],
    ['apiVersion: &v networking.istio.io/v1beta1', 'apiVersion: &v networking.istio.io/v1beta1'],
  ])('%s', async (line, wanted) => {
    const rest = '\nkind: Sidecar\nmetadata: {name: a}\n';
    expect(await fixed('core/api-version', line + rest)).toBe(wanted + rest);
  });

  it('stays in step with patches, which kustomize finds by it', async () => {
    const base = 'apiVersion: networking.istio.io/v1beta1\nkind: Sidecar\nmetadata: {name: a}\n';
    const kustomization = 'resources: [a.yaml]\npatches: [{path: p.yaml}]\n';
    expect(await fixed('core/api-version', base, { '/kustomization.yaml': kustomization, '/p.yaml': base })).toBe(base);
    const other = base.replace('name: a', 'name: b');
    expect(await fixed('core/api-version', base, { '/kustomization.yaml': kustomization, '/p.yaml': other })).not.toBe(
      base,
    );
  });
});

describe('whole lines of configuration in a block go with their indentation', () => {
  const text = (mesh: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\ndata:\n  mesh: |\n${mesh}  other: x\n`;
  const proxy = (rest: string) => `    defaultConfig:\n      proxyMetadata:\n${rest}`;

  it.each([
    ['        A: b\n        ISTIO_META_DNS_AUTO_ALLOCATE: "true"\n', '        A: b\n'],
    ['        ISTIO_META_DNS_AUTO_ALLOCATE: "true"\n        A: b\n', '        A: b\n'],
  ])('%j', async (lines, wanted) => {
    for (const end of ['\n', '\r\n']) {
      const [before, after] = [lines, wanted].map((each) => text(proxy(each)).replaceAll('\n', end));
      expect(await fixed('mesh-config/dns-auto-allocate', before ?? '')).toBe(after);
    }
  });
});

describe('comments stay with what they are about', () => {
  const deployment = (pods: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    metadata:\n${pods}`;

  it('a moved annotation takes the one behind it along', async () => {
    const before =
      '      annotations:\n        sidecar.istio.io/inject: "false" # no proxy\n        b: c\n      labels:\n        # the app\n        app: a\n';
    const after =
      '      annotations:\n        b: c\n      labels:\n        sidecar.istio.io/inject: "false" # no proxy\n        # the app\n        app: a\n';
    expect(await fixed('injection/annotation-instead-of-label', deployment(before))).toBe(deployment(after));
  });

  it('an annotation that is alone under a comment stays', async () => {
    const text = deployment(
      '      annotations:\n        # no proxy here\n        sidecar.istio.io/inject: "false"\n      labels:\n        app: a\n',
    );
    expect(await fixed('injection/annotation-instead-of-label', text)).toBe(text);
  });

  it('an item at the front of a list comes before the comment on the one that was first', async () => {
    const hosts = (list: string) => object('Sidecar', `  egress:\n    - hosts:\n${list}`);
    expect(await fixed('sidecar/egress-missing-control-plane', hosts('        # our own\n        - "./*"\n'))).toBe(
      hosts('        - "istio-system/*"\n        # our own\n        - "./*"\n'),
    );
  });
});

describe('requests are raised', () => {
  const resources = (text: string) =>
    `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: {name: a}\nspec:\n  components:\n    pilot:\n      k8s:\n        resources:\n${text}`;
  const limited = (limit: string) => `          limits: {memory: ${limit}}\n          requests: {memory: 1Gi}\n`;

  it.each([
    ['4Gi', '2Gi'],
    ['2048Mi', '2Gi'],
    ['1536Mi', '1Gi'],
  ])('up to the limit %s', async (limit, wanted) => {
    expect(await fixed('install/istiod-resources', resources(limited(limit)))).toBe(
      resources(limited(limit).replace('1Gi', wanted)),
    );
  });

  it('as text of the same kind where there is no limit', async () => {
    const request = (value: string) => resources(`          requests: {"cpu": ${value}}\n`);
    expect(await fixed('install/istiod-resources', request("'10m'"))).toBe(request("'500m'"));
    expect(await fixed('install/istiod-resources', request('0.1'))).toBe(request('500m'));
  });
});
