import { expect, test } from 'vitest';
import { type LintOptions, lint } from '../../src/lint.ts';
import type { FileReport, Fix } from '../../src/report.ts';

const HEAD = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: prod`;
const ROUTES = `spec:
  hosts: [reviews.example.com]
  http:
    - shadow: true
      route:
        - destination: { host: reviews }
`;
/** `core/unknown-field` is reported at `shadow`. */
const SERVICE = `${HEAD}\n${ROUTES}`;

async function linted(text: string, options: Partial<LintOptions> = {}): Promise<FileReport> {
  const { report } = await lint({ cwd: '/repo', paths: [], overlay: new Map([['a.yaml', text]]), ...options });
  const [file] = report.files;
  if (!file) throw new Error('no report');
  return file;
}

/** What is reported and what is silenced, a line each. */
async function outcome(text: string, options: Partial<LintOptions> = {}) {
  const { findings, suppressed = [] } = await linted(text, options);
  return {
    reported: findings.map(({ line, ruleId }) => `${line} ${ruleId}`),
    silenced: suppressed.map(
      ({ line, ruleId, suppressions }) =>
        `${line} ${ruleId}: ${suppressions.map(({ kind, justification }) => `${kind} ${justification}`.trim()).join('; ')}`,
    ),
  };
}

test.each([
  [
    'on the line before',
    '    - shadow',
    '    # mesh-lint-disable-next-line core/unknown-field -- why\n    - shadow',
    10,
  ],
  ['on its line', 'true\n', 'true # mesh-lint-disable-line core/unknown-field -- why\n', 9],
  ['on its line, with tabs', 'true\n', 'true #\tmesh-lint-disable-line\tcore/unknown-field\t--\twhy\n', 9],
  [
    'before blank lines and comments',
    '    - shadow',
    '# mesh-lint-disable-next-line core/unknown-field -- why\n\n  # note\n    - shadow',
    12,
  ],
  ['for the rest of the document', '  hosts', '  # mesh-lint-disable core/unknown-field -- why\n  hosts', 10],
  [
    'for the whole file, from its end',
    '{ host: reviews }\n',
    '{ host: reviews }\n# mesh-lint-disable-file core/unknown-field -- why',
    9,
  ],
  ['without names', '    - shadow', '    # mesh-lint-disable-next-line -- why\n    - shadow', 10],
  [
    'by an annotation with a list',
    '\nspec',
    '\n  annotations:\n    mesh-lint.io/ignore: core/unknown-field -- why\nspec',
    11,
  ],
  [
    'by an annotation for one rule',
    '\nspec',
    '\n  annotations:\n    mesh-lint.io/ignore.core.unknown-field: why\nspec',
    11,
  ],
])('%s', async (_, before, after, line) => {
  const text = SERVICE.replace(before, after);
  const kind = after.includes('annotations') ? 'annotation' : 'directive';
  const expected = { reported: [], silenced: [`${line} core/unknown-field: ${kind} why`] };
  expect(await outcome(text)).toEqual(expected);
  expect(await outcome(text.replaceAll('\n', '\r\n'))).toEqual(expected);
});

test('codes mean the findings that answer to them, in either case', async () => {
  const text = SERVICE.replace('- shadow: true', '- timeout: soon # mesh-lint-disable-line ist0106');
  expect(await outcome(text)).toEqual({ reported: [], silenced: ['9 core/cel: directive'] });
});

test("Istio's own annotation silences the codes that it names, or all of them, and needs no use", async () => {
  const annotated = (codes: string) =>
    SERVICE.replace('- shadow: true', '- timeout: soon\n      shadow: true').replace(
      '\nspec',
      `\n  annotations:\n    galley.istio.io/analyze-suppress: "${codes}"\nspec`,
    );
  const silenced = ['11 core/cel: annotation'];
  expect(await outcome(annotated('IST0101,IST0106'))).toEqual({ reported: ['12 core/unknown-field'], silenced });
  expect(await outcome(annotated('*'))).toEqual({ reported: ['12 core/unknown-field'], silenced });
  const reported = ['11 core/cel', '12 core/unknown-field'];
  expect(await outcome(annotated('IST0101'))).toEqual({ reported, silenced: [] });
  expect(await outcome(annotated('core/unknown-field, KIA0101'))).toEqual({ reported, silenced: [] });
});

test("Istio's own annotation is for istioctl analyze, and admission does not read it", async () => {
  const text = SERVICE.replace('- shadow: true', '- timeout: soon').replace(
    '\nspec',
    '\n  annotations:\n    galley.istio.io/analyze-suppress: "*"\nspec',
  );
  const presets = ['istio-validate'];
  expect(await outcome(text, { presets })).toEqual({ reported: ['11 core/cel'], silenced: [] });
  const both = [...presets, 'recommended'];
  expect(await outcome(text, { presets: both })).toEqual({ reported: [], silenced: ['11 core/cel: annotation'] });
});

const OTHER = SERVICE.replace('name: reviews', 'name: ratings').replace('reviews.example', 'ratings.example');

test('a comment before the start of a document is about the document that starts', async () => {
  expect(await outcome(`# mesh-lint-disable core/unknown-field -- why\n---\n${SERVICE}---\n${OTHER}`)).toEqual({
    reported: ['23 core/unknown-field'],
    silenced: ['11 core/unknown-field: directive why'],
  });
  const last = `${SERVICE}# mesh-lint-disable-next-line core/api-version -- why\n---\n`;
  expect(await outcome(last + OTHER.replace('io/v1', 'io/v1beta1').replace('shadow: true', 'name: a'))).toEqual({
    reported: ['9 core/unknown-field'],
    silenced: ['14 core/api-version: directive why'],
  });
});

test('mesh-lint-enable ends what it names, and without names all', async () => {
  const text = (disabled: string, enabled: string) =>
    SERVICE.replace('spec', `# mesh-lint-disable ${disabled}\nspec`)
      .replace('- shadow', '- retryOn: 1\n      shadow')
      .replace('      shadow', `      # mesh-lint-enable ${enabled}\n      shadow`);
  const halves = { reported: ['12 core/unknown-field'], silenced: ['10 core/unknown-field: directive'] };
  expect(await outcome(text('', ''))).toEqual(halves);
  expect(await outcome(text('', 'core/unknown-field'))).toEqual(halves);
  expect(await outcome(text('core/unknown-field', ''))).toEqual(halves);
  const both = ['10 core/unknown-field: directive', '12 core/unknown-field: directive'];
  expect(await outcome(text('', 'core/schema'))).toEqual({ reported: [], silenced: both });
  const idle = await outcome(text('core/unknown-field', 'core/schema'));
  expect(idle).toEqual({ reported: ['11 core/unused-directive'], silenced: both });
});

test('text in a string silences nothing', async () => {
  const text = SERVICE.replace('- shadow: true', '- name: "a # mesh-lint-disable-file"\n      shadow: true');
  expect((await outcome(text)).reported).toEqual(['10 core/unknown-field']);
  const block = `${SERVICE}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  a: |\n    # mesh-lint-disable-file\n`;
  expect((await outcome(block)).reported).toEqual(['9 core/unknown-field']);
});

test('an annotation counts for an item of a List alone, for its embedded configuration, and in JSON', async () => {
  const item = (name: string, annotations: Record<string, string>) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace: 'prod', annotations },
    spec: { hosts: [`${name}.example.com`], http: [{ shadow: true, route: [{ destination: { host: name } }] }] },
  });
  const ignored = { 'mesh-lint.io/ignore': 'core/unknown-field -- why' };
  const list = { apiVersion: 'v1', kind: 'List', items: [item('reviews', ignored), item('ratings', {})] };
  const { findings, suppressed = [] } = await linted(JSON.stringify(list));
  expect(findings.map(({ resource }) => resource?.name)).toEqual(['ratings']);
  expect(suppressed.map(({ resource }) => resource?.name)).toEqual(['reviews']);

  const config = `apiVersion: v1
kind: ConfigMap
metadata:
  name: istio
  namespace: istio-system
  annotations: { mesh-lint.io/ignore.mesh-config.schema: why }
data:
  mesh: |
    enableTracng: true
`;
  const embedded = await linted(config);
  expect(embedded.suppressed?.map(({ embeddedPointer }) => embeddedPointer)).toEqual(['/enableTracng']);
});

test('several comments may silence one finding, and none of them is unused', async () => {
  const text = SERVICE.replace('true\n', 'true # mesh-lint-disable-line core/unknown-field -- line\n');
  expect(await outcome(`# mesh-lint-disable-file -- file\n${text}`)).toEqual({
    reported: [],
    silenced: ['10 core/unknown-field: directive file; directive line'],
  });
});

test('a document that cannot be read is reported whatever a comment says, and no comment is unused then', async () => {
  const text = `# mesh-lint-disable-file\n# mesh-lint-disable-file core/yaml-syntax, core/schema\n${SERVICE}---\na: [\n`;
  expect((await outcome(text)).reported).toEqual(['15 core/yaml-syntax']);
});

test('a template has no comments for mesh-lint before it is rendered', async () => {
  const text = `# mesh-lint-disable-file core/schema\n${SERVICE.replace('spec:', '{{- if .Values.on }}\nspec:')}{{- end }}\n`;
  expect((await outcome(text)).reported).toEqual(['7 core/template']);
});

test('a suppression holds until the day that it names, in UTC', async () => {
  const text = SERVICE.replace('true\n', 'true # mesh-lint-disable-line -- why (expires 2027-01-31)\n');
  const silenced = ['9 core/unknown-field: directive why (expires 2027-01-31)'];
  expect(await outcome(text, { now: new Date('2027-01-30T23:59:59Z') })).toEqual({ reported: [], silenced });
  const reported = ['9 core/unknown-field', '9 core/expired-directive'];
  expect(await outcome(text, { now: new Date('2027-01-31T00:00:00Z') })).toEqual({ reported, silenced: [] });
});

test('a suppression that ran out and has nothing to silence is unused', async () => {
  const text = SERVICE.replace(
    '    - shadow: true\n      route',
    '    # mesh-lint-disable-next-line core/unknown-field -- expires 2020-01-01\n    - route',
  );
  expect((await outcome(text)).reported).toEqual(['9 core/unused-directive']);
});

test.each<[string, Partial<LintOptions>]>([
  ['--only', { only: ['core/schema', 'core/unused-directive'] }],
  ['--skip', { skip: ['core/unknown-field'] }],
  ['another preset', { presets: ['security'] }],
])('with %s nothing is said of rules that did not run', async (_, options) => {
  const text = `# mesh-lint-disable-file\n# mesh-lint-disable-file core/unknown-field\n${SERVICE.replace('shadow: true', 'name: a')}`;
  expect((await outcome(text, options)).reported).toEqual([]);
});

test('nothing is said of a rule that could not look up what it asks for', async () => {
  const comment = '    # mesh-lint-disable-next-line virtual-service/host-exists -- elsewhere\n    - route';
  const routed = SERVICE.replace('    - shadow: true\n      route', comment);
  expect((await outcome(routed)).reported).toEqual([]);
  const unnamed = await linted(routed.replace(' virtual-service/host-exists', ''));
  expect(unnamed.findings.map(({ ruleId, fix }) => [ruleId, fix])).toEqual([['core/unused-directive', undefined]]);
  const service = `---\napiVersion: v1\nkind: Service\nmetadata: { name: reviews, namespace: prod }\nspec: { ports: [{ name: http, port: 80 }] }\n`;
  expect((await outcome(routed + service)).reported).toEqual(['9 core/unused-directive']);
});

test('what is said of comments is silenced by name only', async () => {
  const unused = SERVICE.replace('- shadow: true\n      route', '- route # mesh-lint-disable-line core/schema').replace(
    'route # mesh-lint-disable-line core/schema:',
    'route: # mesh-lint-disable-line core/schema',
  );
  expect((await outcome(`# mesh-lint-disable-file\n${unused}`)).reported).toEqual([
    '1 core/unused-directive',
    '10 core/unused-directive',
  ]);
  expect(await outcome(`# mesh-lint-disable-file core/unused-directive -- shared\n${unused}`)).toEqual({
    reported: [],
    silenced: ['10 core/unused-directive: directive shared'],
  });
  const idle = SERVICE.replace('    - shadow: true\n      route', '    - route');
  expect((await outcome(`# mesh-lint-disable-file core/unused-directive -- shared\n${idle}`)).reported).toEqual([
    '1 core/unused-directive',
  ]);
});

test.each([
  [
    'a comment with its line',
    'spec:\n  # mesh-lint-disable-line core/schema -- why\n  hosts: []',
    'spec:\n  hosts: []',
  ],
  ['a comment behind something', 'spec:   # mesh-lint-disable-line core/schema\n  hosts: []', 'spec:\n  hosts: []'],
  ['a comment at the end of a file', 'spec: []\n  # mesh-lint-disable-line core/schema', 'spec: []\n'],
])('the fix deletes %s', async (_, before, after) => {
  for (const wrap of [(text: string) => text, (text: string) => text.replaceAll('\n', '\r\n')]) {
    const text = wrap(`a: 1\n${before}`);
    const { findings } = await linted(text);
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(['core/unused-directive']);
    expect(applied(text, findings[0]?.fix)).toBe(wrap(`a: 1\n${after}`));
  }
});

test.each([
  ['core/schema, core/unknown-field, core/cel -- why', 'core/unknown-field -- why'],
  ['core/unknown-field core/schema', 'core/unknown-field'],
  ['core/schema,core/typo,core/unknown-field', 'core/typo, core/unknown-field'],
])('the fix leaves of "%s" what is of use', async (before, after) => {
  for (const wrap of [
    (words: string) => SERVICE.replace('true\n', `true # mesh-lint-disable-line ${words}\r\n`),
    (words: string) => SERVICE.replace('\nspec', `\n  annotations:\n    mesh-lint.io/ignore: "${words}"\nspec`),
  ]) {
    const { findings } = await linted(wrap(before));
    const unused = findings.find(({ ruleId }) => ruleId === 'core/unused-directive');
    expect(applied(wrap(before), unused?.fix)).toBe(wrap(after));
  }
});

test('the fix deletes an annotation, and not where JSON would break', async () => {
  const yaml = SERVICE.replace('\nspec', '\n  annotations:\n    mesh-lint.io/ignore: core/schema\n    other: a\nspec');
  const [unused] = (await linted(yaml)).findings;
  expect(applied(yaml, unused?.fix)).toBe(yaml.replace('    mesh-lint.io/ignore: core/schema\n', ''));
  const json = `${HEAD}\n  annotations: {\n    "other": "a",\n    "mesh-lint.io/ignore": "core/schema"\n  }\n${ROUTES}`;
  const { findings } = await linted(json);
  expect(findings.find(({ ruleId }) => ruleId === 'core/unused-directive')?.fix).toBeUndefined();
});

function applied(text: string, fix: Fix | undefined): string | undefined {
  return fix && text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1]);
}
