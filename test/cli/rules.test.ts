import { describe, expect, it } from 'vitest';
import { registry } from '../../src/rules/registry.ts';
import { mesh } from '../support/cli.ts';

const out = async (...words: string[]) => (await mesh(words)).stdout;

describe('mesh-lint rules', () => {
  it('lists each rule on a line, with its level in recommended', async () => {
    const lines = (await out('rules')).trimEnd().split('\n');
    expect(lines).toHaveLength(registry.length);
    expect(lines).toContainEqual(
      expect.stringMatching(/^virtual-service\/weights-sum +error +The weights of a VirtualService route with/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^annotation\/capture-bypass +off +/));
  });

  it('tells the levels of other presets', async () => {
    expect(await out('rules', '--preset', 'security')).toMatch(/^annotation\/capture-bypass +warning +/m);
  });

  it('is a list of objects as JSON', async () => {
    const rules: Record<string, unknown>[] = JSON.parse(await out('rules', '-f', 'json'));
    expect(rules.find(({ id }) => id === 'virtual-service/weights-sum')).toMatchObject({
      level: 'error',
      presets: { recommended: 'error', strict: 'error', production: 'error' },
      codes: [],
      fix: 'unsafe',
      options: { allowProportional: { default: false } },
      url: expect.stringMatching(/^https:.*\/docs\/rules\/virtual-service\/weights-sum\.md$/),
    });
    expect(rules.find(({ id }) => id === 'virtual-service/host-exists')).toMatchObject({
      codes: ['IST0101', 'KIA1101'],
    });
  });

  it('is a table as Markdown', async () => {
    const lines = (await out('rules', '-f', 'markdown')).split('\n');
    expect(lines.slice(0, 2)).toEqual(['| rule | level | what it wants |', '|---|---|---|']);
    expect(lines[2]).toMatch(/^\| \[ambient\/envoy-filter\]\(https:[^)]*\) \| warning \| No EnvoyFilter /);
  });

  it.each([
    [['-f', 'jsn'], 'knows no format "jsn"; did you mean "json"?'],
    [['-f', 'sarif'], 'knows no format "sarif"; there are table, json, markdown'],
  ])('refuses %s', async (words, message) => {
    expect(await mesh(['rules', ...words])).toEqual({
      code: 2,
      stdout: '',
      stderr: `mesh-lint: "mesh-lint rules" ${message}\n`,
    });
  });
});

describe('mesh-lint explain', () => {
  it('prints the page of a rule as Markdown where it is piped', async () => {
    const page = await out('explain', 'virtual-service/weights-sum');
    expect(page).toMatch(/^# virtual-service\/weights-sum\n\nThe weights of a VirtualService route with several/);
    expect(page).toContain('\n```yaml\napiVersion: networking.istio.io/v1\n');
    expect(page).not.toContain('<!--');
  });

  it('prints it without its marks on a terminal', async () => {
    const { stdout } = await mesh(['explain', 'virtual-service/weights-sum'], { terminal: true });
    expect(stdout).toMatch(/^\u001b\[1mvirtual-service\/weights-sum\u001b\[0m\n\nThe weights/);
    expect(stdout).toContain('\n  \u001b[2mFix         \u001b[0munsafe\n');
    expect(stdout).toContain("pass the API server, Istio's admission and istioctl analyze, and\n");
    expect(stdout).toContain('\u001b[36m    kind: VirtualService\u001b[0m\n');
    expect(stdout).not.toMatch(/```|^#|<!--|^\|/m);
    expect((await mesh(['explain', 'virtual-service/weights-sum', '--no-color'], { terminal: true })).stdout).toMatch(
      /^# /,
    );
  });

  it('finds the rules that answer to a code of istioctl or Kiali, whatever its case', async () => {
    const text = await out('explain', 'ist0101');
    const count = registry.filter(({ codes }) => codes.includes('IST0101')).length;
    expect(text).toMatch(new RegExp(`^IST0101: ${count} rules\\n  authz/namespace-exists +The namespaces`));
    expect(text.match(/^# /gm)).toHaveLength(count);
    expect(await out('explain', 'KIA1107')).toMatch(/^(?:KIA1107: \d+ rules|# )/);
  });

  it('prints a page once where two names mean it', async () => {
    const text = await out('explain', 'virtual-service/host-exists', 'IST0101');
    expect(text.match(/^# virtual-service\/host-exists$/gm)).toHaveLength(1);
  });

  it.each([
    [['explain'], '"mesh-lint explain" takes a rule id, or an IST or KIA code; "mesh-lint rules" lists them'],
    [
      ['explain', 'IST9999'],
      'no rule answers to IST9999; docs/compared.md tells what each code of istioctl comes to here',
    ],
    [
      ['explain', 'virtual-service/weight-sum'],
      'unknown rule "virtual-service/weight-sum"; did you mean "virtual-service/weights-sum"?',
    ],
  ])('refuses %s', async (words, message) => {
    expect(await mesh(words)).toEqual({ code: 2, stdout: '', stderr: `mesh-lint: ${message}\n` });
  });
});
