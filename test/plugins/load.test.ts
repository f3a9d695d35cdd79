import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { definePlugin, defineRule, lint } from '../../src/index.ts';
import { loadPlugin, pluginConfigs } from '../../src/plugins/load.ts';
import type { Report } from '../../src/report.ts';
import { tree } from '../support/tree.ts';

const RULE = `{
  summary: 'Every VirtualService names its team',
  kinds: ['VirtualService'],
  messages: { missing: 'The label team is missing.' },
  check(resource, context) {
    if (!resource.labels.child('team').exists) context.report(resource.metadata, 'missing');
  },
}`;

const ROUTE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: shop
spec:
  hosts: [reviews.example.com]
  gateways: [mesh]
  http:
    - route:
        - destination: { host: reviews }
`;

function manifest(name: string, more: object = {}): string {
  return JSON.stringify({ name, version: '1.2.0', ...more });
}

async function findings(cwd: string, plugin: string): Promise<string[]> {
  const { report } = await lint({ cwd, overlay: new Map([['vs.yaml', ROUTE]]), plugins: [plugin] });
  return told(report);
}

function told(report: Report): string[] {
  return report.files.flatMap((file) =>
    file.findings
      .filter(({ ruleId }) => !/^(?:core|virtual-service)\//.test(ruleId))
      .map(({ ruleId, level, message, line }) => `${line} ${level} ${ruleId}: ${message}`),
  );
}

async function refusal(cwd: string, plugin: string): Promise<string> {
  const error: unknown = await findings(cwd, plugin).then(
    (found) => `no error, but ${found}`,
    (thrown) => thrown,
  );
  if (!(error instanceof Error)) return String(error);
  expect(error.name).toBe('UsageError');
  return error.message.replaceAll(cwd, '<cwd>');
}

describe('a plugin is found', () => {
  it.each([
    ['CommonJS', 'rules/acme.cjs', `module.exports = { rules: { 'team-label': ${RULE} } };`],
    ['an ES module with a default', 'rules/acme.mjs', `export default { rules: { 'team-label': ${RULE} } };`],
    ['an ES module with names', 'rules/acme.mjs', `export const rules = { 'team-label': ${RULE} };`],
    ['a module compiled to CommonJS', 'rules/acme.js', `exports.default = { rules: { 'team-label': ${RULE} } };`],
    [
      'its own name',
      'rules/index.cjs',
      `module.exports = { meta: { name: 'meshlint-plugin-acme' }, rules: { 'team-label': ${RULE} } };`,
    ],
  ])('in a file: %s', async (_, file, text) => {
    const cwd = tree({ [file]: text });
    expect(await findings(cwd, `./${file}`)).toEqual(['3 warning acme/team-label: The label team is missing.']);
  });

  it.each([
    ['acme', 'meshlint-plugin-acme', 'acme'],
    ['meshlint-plugin-acme', 'meshlint-plugin-acme', 'acme'],
    ['@acme/mesh', '@acme/meshlint-plugin-mesh', '@acme/mesh'],
    ['@acme', '@acme/meshlint-plugin', '@acme'],
    ['@acme/meshlint-plugin', '@acme/meshlint-plugin', '@acme'],
  ])('as a package: %s', async (specifier, folder, name) => {
    const cwd = tree({
      [`node_modules/${folder}/package.json`]: manifest(folder),
      [`node_modules/${folder}/index.js`]: `module.exports = { meta: { name: 'other' }, rules: { 'team-label': ${RULE} } };`,
    });
    expect(await findings(cwd, specifier)).toEqual([`3 warning ${name}/team-label: The label team is missing.`]);
  });

  it('as a package of ES modules alone', async () => {
    const folder = 'node_modules/meshlint-plugin-acme';
    const cwd = tree({
      [`${folder}/package.json`]: manifest('meshlint-plugin-acme', {
        type: 'module',
        exports: { import: './main.js' },
      }),
      [`${folder}/main.js`]: `export default { rules: { 'team-label': ${RULE} }, configs: { all: { rules: {} } } };`,
    });
    expect(await findings(cwd, 'acme')).toHaveLength(1);
    expect(await pluginConfigs('acme', cwd)).toEqual({ all: { rules: {} } });
  });

  it('from a folder above', async () => {
    const cwd = tree({
      'node_modules/meshlint-plugin-acme/index.js': `module.exports = { rules: { 'team-label': ${RULE} } };`,
      'teams/shop/vs.yaml': ROUTE,
    });
    expect(await findings(join(cwd, 'teams', 'shop'), 'acme')).toHaveLength(1);
  });
});

describe('a plugin that cannot be used is refused', () => {
  it.each<[string, Record<string, string>, string, string | RegExp]>([
    [
      'a missing file',
      { 'rules/acme.js': '' },
      './rules/acmee.js',
      'plugin "./rules/acmee.js" is not there: no file <cwd>/rules/acmee.js; did you mean "./rules/acme.js"?',
    ],
    [
      'a missing package',
      {},
      'acme',
      'plugin "acme" is not there: no package meshlint-plugin-acme found from <cwd>; npm install -D meshlint-plugin-acme',
    ],
    [
      'a package that is not built',
      { 'node_modules/meshlint-plugin-acme/package.json': manifest('meshlint-plugin-acme', { main: 'dist/x.js' }) },
      'acme',
      'plugin "acme" is not there: no package meshlint-plugin-acme found from <cwd>; it is in <cwd>/node_modules/meshlint-plugin-acme, but has no file to load; see its package.json',
    ],
    [
      'a folder',
      { 'rules/acme.js': '' },
      './rules',
      'plugin "./rules" is a folder without an index.js; name the file in it',
    ],
    [
      'no rules',
      { 'acme.js': 'module.exports = {};' },
      './acme.js',
      `plugin "acme.js" exports no rules; it exports { rules: { 'a-name': rule } }`,
    ],
    [
      'what it needs is not there',
      { 'acme.cjs': "\n\nrequire('./nowhere.js');" },
      './acme.cjs',
      /^plugin "acme\.cjs" does not load: Error: Cannot find module '\.\/nowhere\.js'[\s\S]*\n {2}at acme\.cjs:3:1$/,
    ],
    [
      'it throws',
      { 'acme.mjs': 'function read() {\n  throw new TypeError("no teams");\n}\nread();' },
      './acme.mjs',
      'plugin "acme.mjs" does not load: TypeError: no teams\n  at acme.mjs:2:9',
    ],
    [
      'the name of an area',
      { 'gateway.cjs': `module.exports = { rules: { 'team-label': ${RULE} } };` },
      './gateway.cjs',
      `plugin "./gateway.cjs" is called "gateway", as an area of mesh-lint's own rules; give it another, in its meta.name`,
    ],
    [
      'a rule without check',
      { 'acme.cjs': 'module.exports = { rules: { team: { summary: "A", messages: { a: "b" } } } };' },
      './acme.cjs',
      'rule acme/team has no check(resource, context), nor checkMesh(mesh, context)',
    ],
    [
      'a rule without messages',
      { 'acme.cjs': 'module.exports = { rules: { team: { summary: "A", checkMesh() {} } } };' },
      './acme.cjs',
      "rule acme/team has no messages, such as messages: { missing: 'The label team is missing.' }",
    ],
    [
      'a rule of ESLint',
      { 'acme.cjs': 'module.exports = { rules: { team: { meta: {}, create() {} } } };' },
      './acme.cjs',
      'rule acme/team has create(), as rules of ESLint do; a rule here has kinds and check(resource, context)',
    ],
    [
      'a rule without kinds',
      { 'acme.cjs': 'module.exports = { rules: { team: { check() {} } } };' },
      './acme.cjs',
      "rule acme/team says no kinds that check() is called for, such as kinds: ['VirtualService']; '*' is every resource",
    ],
    [
      'an unknown preset',
      { 'acme.cjs': `module.exports = { rules: { team: { ...${RULE}, presets: { recomended: 'error' } } } };` },
      './acme.cjs',
      'rule acme/team names a preset "recomended"; did you mean "recommended"?',
    ],
    [
      'an unknown level',
      { 'acme.cjs': `module.exports = { rules: { team: { ...${RULE}, level: 'warn' } } };` },
      './acme.cjs',
      'rule acme/team has the level "warn"; it is error, warning or info',
    ],
    [
      'an odd name',
      { 'acme.cjs': `module.exports = { rules: { 'a b': ${RULE} } };` },
      './acme.cjs',
      `rule "acme/a b" cannot be called so; a rule's name is of letters, digits, - _ and .`,
    ],
  ])('%s', async (_, files, specifier, wanted) => {
    const message = await refusal(tree(files), specifier);
    if (typeof wanted === 'string') expect(message).toBe(wanted);
    else expect(message).toMatch(wanted);
  });

  it('two of one name', async () => {
    const text = `module.exports = { rules: { 'team-label': ${RULE} } };`;
    const cwd = tree({ 'a/acme.cjs': text, 'b/acme.cjs': text });
    await expect(
      lint({ cwd, overlay: new Map([['vs.yaml', ROUTE]]), plugins: ['./a/acme.cjs', './b/acme.cjs'] }),
    ).rejects.toThrow('two plugins have a rule acme/team-label; give one of them another name in its meta.name');
  });
});

describe('a rule of a plugin', () => {
  const broken = (body: string) => `module.exports = { rules: { team: {
  summary: 'A rule', kinds: ['VirtualService'], messages: { a: 'b' },
  ${body}
} } };`;

  it.each([
    [
      'throws',
      'check(resource) {\n resource.labels.nothing.here; } ',
      "TypeError: Cannot read properties of undefined (reading 'here')\n  at acme.cjs:4:26",
    ],
    ['throws later', 'async check() { await 0;\n throw new Error("late"); }', 'Error: late\n  at acme.cjs:4:8'],
    [
      'reports an unknown message',
      "check(resource, context) {\n context.report(resource.spec, 'c'); }",
      'Error: rule acme/team has no message "c"\n  at acme.cjs:4:10',
    ],
  ])('that %s is named with its place', async (_, body, wanted) => {
    expect(await refusal(tree({ 'acme.cjs': broken(body) }), './acme.cjs')).toBe(
      `rule acme/team failed on VirtualService shop/reviews (vs.yaml): ${wanted}`,
    );
  });

  it('that looks at the mesh and throws is named', async () => {
    const text = `module.exports = { rules: { team: { summary: 'A', messages: { a: 'b' }, checkMesh() { throw 'text'; } } } };`;
    expect(await refusal(tree({ 'acme.cjs': text }), './acme.cjs')).toBe('rule acme/team failed on the mesh: text');
  });

  const options = (more: object) => ({ cwd: tree({}), overlay: new Map([['vs.yaml', ROUTE]]), ...more });
  const plugin = definePlugin({
    meta: { name: 'acme', version: '2.0.0' },
    rules: {
      team: defineRule({
        summary: 'Every VirtualService names its team',
        level: 'error',
        kinds: ['VirtualService'],
        options: { label: { type: 'string', default: 'team', description: 'Name of the label.' } },
        messages: { missing: { text: 'The label {{label}} is missing.', help: 'Add it.' } },
        url: 'https://acme.example/team',
        check(resource, context) {
          const { label } = context.options;
          if (!resource.labels.child(label).exists)
            context.report(resource.metadata, 'missing', { label }, { at: 'key' });
        },
      }),
    },
  });

  it('takes part in presets, settings, --only and --skip', async () => {
    const run = async (more: object) => told((await lint(options({ plugins: [plugin], ...more }))).report);
    const found = '3 error acme/team: The label team is missing.';
    expect(await run({})).toEqual([found]);
    expect(await run({ presets: ['security'] })).toEqual([found]);
    expect(await run({ presets: ['istioctl-parity'] })).toEqual([]);
    expect(await run({ only: ['acme/team'] })).toEqual([found]);
    expect(await run({ skip: ['acme/team'] })).toEqual([]);
    expect(await run({ rules: { 'acme/team': ['info', { label: 'squad' }] } })).toEqual([
      '3 info acme/team: The label squad is missing.',
    ]);
    await expect(run({ rules: { 'acme/team': ['info', { labl: 'squad' }] } })).rejects.toThrow(
      'rule acme/team has no option "labl"; did you mean "label"?',
    );
    await expect(run({ only: ['acme/tem'] })).rejects.toThrow('unknown rule "acme/tem"; did you mean "acme/team"?');
  });

  it('is described with its own page', async () => {
    const { report } = await lint(options({ plugins: [plugin], describeRules: true, only: ['acme/team'] }));
    expect(report.rules).toEqual([
      {
        id: 'acme/team',
        summary: 'Every VirtualService names its team',
        url: 'https://acme.example/team',
        level: 'error',
        precision: 'high',
        type: 'problem',
        tags: ['acme', 'VirtualService'],
        codes: [],
      },
    ]);
  });

  it('is registered with what the engine must know before', async () => {
    const cwd = tree({
      'acme.cjs': `module.exports = { rules: { 'team-label': { ...${RULE}, presets: {}, istio: '>=1.30', fields: ['http'] } } };`,
    });
    const [entry] = await loadPlugin('./acme.cjs', cwd);
    expect(entry).toMatchObject({
      id: 'acme/team-label',
      kinds: ['VirtualService'],
      fields: ['http'],
      presets: {},
      istio: '>=1.30',
      url: '',
    });
  });
});
