import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LintOptions, lint } from '../../src/lint.ts';
import { tree } from '../input/tree.ts';

const OLD =
  'apiVersion: networking.istio.io/v1beta1\nkind: Sidecar\nmetadata: {name: a, namespace: b}\nspec: {egress: [{hosts: ["*/*"]}]}\n';
const NEW = OLD.replace('v1beta1', 'v1');

async function fixTexts(files: Record<string, string>, options: Partial<LintOptions> = {}) {
  const overlay = new Map(Object.entries(files).map(([name, text]) => [join('/', name), text]));
  const { report } = await lint({ cwd: '/', paths: [], overlay, fix: true, ...options });
  return report.files;
}

const fixText = async (text: string, options: Partial<LintOptions> = {}) =>
  (await fixTexts({ 'a.yaml': text }, options))[0];

describe('lint with fix', () => {
  it('reports on the new text, and says what there was', async () => {
    const file = await fixText(OLD);
    expect(file).toMatchObject({ source: NEW, findings: [], fixed: { before: OLD, count: 1 } });
    expect(await fixText(NEW)).not.toHaveProperty('fixed');
  });

  it('leaves the other documents of a file with a syntax error alone as well, and offers nothing there', async () => {
    const broken = `${OLD}---\na: [\n`;
    const file = await fixText(broken);
    expect(file).toMatchObject({ source: broken });
    expect(file).not.toHaveProperty('fixed');
    expect(file?.findings.map(({ ruleId, fix }) => [ruleId, fix])).toEqual([
      ['core/api-version', undefined],
      ['core/yaml-syntax', undefined],
    ]);
  });

  it('leaves templates, and what is read for what is there, alone', async () => {
    const root = tree({ 'context/a.yaml': OLD, 'a.yaml': OLD, 't.yaml': `${OLD}x: {{ .Values.x }}\n` });
    const { report } = await lint({ cwd: root, paths: ['a.yaml', 't.yaml'], context: ['context'], fix: true });
    expect(report.files.map(({ filePath, fixed }) => [filePath.slice(root.length + 1), fixed?.count])).toEqual([
      ['a.yaml', 1],
      ['t.yaml', undefined],
    ]);
  });

  it("fixes the mesh's own configuration as what it is", async () => {
    const root = tree({ 'mesh.yaml': 'accessLogEncoding: json\n' });
    const { report } = await lint({ cwd: root, paths: [], meshConfig: 'mesh.yaml', fix: true });
    expect(report.files[0]?.source).toBe('accessLogEncoding: JSON\n');
  });

  it('fixes nothing that is suppressed from the report by its predicate', async () => {
    expect(await fixText(OLD, { fixOnly: (finding) => finding.level === 'error' })).not.toHaveProperty('fixed');
  });

  it('makes unsafe fixes only when asked', async () => {
    const text = 'apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: My-GW, namespace: b}\n';
    const only = ['core/metadata-name'];
    expect(await fixText(text, { only })).not.toHaveProperty('fixed');
    expect((await fixText(text, { only }))?.findings[0]).toHaveProperty('unsafeFix');
    expect((await fixText(text, { only, fix: 'unsafe' }))?.source).toContain('name: my-gw');
  });

  it('fixes a file of several worlds only where each of them wants it', async () => {
    const subset = (name: string) =>
      `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: cart, namespace: shop}\nspec:\n  host: cart\n  subsets:\n    - {name: ${name}, labels: {version: a}}\n`;
    const route =
      'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: cart, namespace: shop}\nspec:\n  hosts: [cart]\n  http:\n    - route:\n        - destination: {host: cart, subset: stabel}\n';
    const only = ['virtual-service/subset-exists'];
    const fixRoute = async (one: string, two: string) => {
      const root = tree({ 'route.yaml': route, 'dev/rule.yaml': subset(one), 'prod/rule.yaml': subset(two) });
      const options = { cwd: root, paths: ['.'], worldPer: ['dev', 'prod'], only, fix: 'unsafe' } as const;
      const { report } = await lint(options);
      return report.files.find(({ filePath }) => filePath.endsWith('route.yaml'))?.source;
    };
    expect(await fixRoute('stable', 'stable')).toBe(route.replace('stabel', 'stable'));
    expect(await fixRoute('stable', 'stabel')).toBe(route);
    expect(await fixRoute('stable', 'staebl')).toBe(route);
  });
});
