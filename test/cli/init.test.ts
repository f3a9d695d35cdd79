import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inTree, virtualService } from '../config/manifests.ts';
import { tree } from '../input/tree.ts';
import { mesh } from '../support/cli.ts';

const namespace = (name: string, labels: string) =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: {${labels}}}\n`;
const TREE = {
  'k8s/vs.yaml': virtualService('reviews'),
  'k8s/ns.yaml': `${namespace('shop', 'istio.io/dataplane-mode: ambient')}---\n${namespace('bank', 'istio-injection: enabled')}`,
  'istio/operator.yaml':
    'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: {name: istio}\nspec:\n  profile: ambient\n  tag: 1.28.3\n',
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/templates/vs.yaml': 'metadata:\n{{- include "web.labels" . }}\n',
  'overlays/dev/kustomization.yaml': 'resources: [../../k8s]\n',
  'overlays/prod/kustomization.yaml': 'resources: [../../k8s]\n',
};

/** The template with every line taken in that is configuration. */
function takenIn(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      /^# (?:[a-z]+:| {2})/i.test(line) && !/^# [A-Z]/.test(line) && !line.includes('yaml-language')
        ? line.slice(2)
        : line,
    )
    .map((line) => line.replace(/^#( {2}- )/, '$1').replace(/^ {2}# [A-Z].*/, ''))
    .join('\n');
}

describe('mesh-lint init', () => {
  it('says what it found and writes a configuration that fits', async () => {
    const { code, stdout, stderr, root } = await inTree(TREE, ['init']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`wrote .meshlintrc.yaml
  2 Istio resources in 7 files
  2 namespaces: bank, shop
  ambient mode in shop: see "extends"
  Istio 1.28 (istio/operator.yaml:6): see "settings"
  1 chart: charts/web; --render lints what they make
  2 kustomizations
  overlays in overlays/*: see "worlds"
It changes no finding as it stands; "mesh-lint" lints this folder.
`);
    const text = readFileSync(join(root, '.meshlintrc.yaml'), 'utf8');
    expect(text).toMatch(/^# yaml-language-server: \$schema=https:\/\/\S+config\.schema\.json\n/);
    expect(text).toContain('#  - mesh-lint:ambient');
    expect(text).toContain('#   istioVersion: "1.28"');
    expect(text).toContain('#   worlds: ["overlays/*"]');
  });

  it('writes what changes no finding', async () => {
    const cwd = tree(TREE);
    const before = await mesh(['-f', 'json'], { cwd });
    await mesh(['init'], { cwd });
    expect(await mesh(['-f', 'json'], { cwd })).toEqual(before);
    expect(before.code).toBe(1);
  });

  it('leaves a configuration above in force', async () => {
    const cwd = tree({ '.meshlintrc.yaml': 'extends: []\n', 'k8s/vs.yaml': virtualService('reviews') });
    await mesh(['init'], { cwd: join(cwd, 'k8s') });
    expect(await mesh(['--quiet'], { cwd: join(cwd, 'k8s') })).toMatchObject({ code: 0 });
  });

  it('holds when its comments are taken in', async () => {
    const cwd = tree(TREE);
    await mesh(['init'], { cwd });
    const path = join(cwd, '.meshlintrc.yaml');
    writeFileSync(path, takenIn(readFileSync(path, 'utf8')));
    const { code, stdout, stderr } = await mesh(['--print-config', 'k8s/vs.yaml'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      settings: { istioVersion: '1.28', rootNamespace: 'istio-system', world: 'auto', worlds: ['overlays/*'] },
      ignorePatterns: ['charts/web/'],
      overridesByResource: [expect.any(String)],
    });
  });

  it('overwrites nothing', async () => {
    for (const [name, text] of [
      ['.meshlintrc.yaml', 'root: true\n'],
      ['.meshlintrc.cjs', 'module.exports = {};\n'],
      ['package.json', '{"meshlint": {}}'],
    ] as const) {
      const { code, stdout, stderr, root } = await inTree({ [name]: text }, ['init']);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toBe(`mesh-lint: ${name} is there already and is left as it is; delete it first to begin anew\n`);
      expect(readFileSync(join(root, name), 'utf8')).toBe(text);
    }
  });

  it('works in an empty folder, and takes no argument', async () => {
    const { code, stdout } = await inTree({}, ['init']);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `wrote .meshlintrc.yaml
  no manifests here yet; "mesh-lint" reads .yaml, .yml and .json files below this folder
`,
    });
    expect(await inTree({}, ['init', 'k8s'])).toMatchObject({
      code: 2,
      stderr:
        'mesh-lint: "mesh-lint init" takes no argument; it writes .meshlintrc.yaml into the folder that it is started in\n',
    });
  });
});
