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
    ['    # ours\n    enableTracing: true\n', '    # ours\n    accessLogFile: /dev/stdout\n    enableTracing: true\n'],
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
