import { describe, expect, it } from 'vitest';
import { inTree, levels, virtualService, WEIGHTS } from './manifests.ts';

const off = `rules: {${WEIGHTS}: off}`;
const config = (text: string) => ({ '.meshlintrc.yaml': text });

describe('overrides', () => {
  const files = {
    'a/vs.yaml': virtualService('reviews'),
    'vendor/vs.yaml': virtualService('ratings', { namespace: 'legacy' }),
    'vendor/kept/vs.yaml': virtualService('details', { team: 'b' }),
  };
  const run = (text: string) => levels({ ...config(text), ...files }, ['a', 'vendor']);

  it('hold for files that a glob matches, but for those that are excluded', async () => {
    expect(await run(`overrides: [{files: [vendor/**], excludedFiles: '**/kept/**', ${off}}]\n`)).toEqual({
      'a/vs.yaml': 'error',
      'vendor/vs.yaml': 'off',
      'vendor/kept/vs.yaml': 'error',
    });
  });

  it('match a name without a slash in any folder, and ./name in one', async () => {
    expect(Object.values(await run(`overrides: [{files: vs.yaml, ${off}}]\n`))).toEqual(['off', 'off', 'off']);
    expect(Object.values(await run(`overrides: [{files: ./vs.yaml, ${off}}]\n`))).toEqual(['error', 'error', 'error']);
  });

  it.each([
    ['names', 'names: rat*', 'ratings'],
    ['kinds', 'kinds: [Gateway, networking.istio.io/VirtualService], names: details', 'details'],
    ['namespaces', 'namespaces: [legacy, other]', 'ratings'],
    ['labels', 'labels: {team: b}', 'details'],
    ['labels by a glob', "labels: {team: ['x*', 'b*']}", 'details'],
  ])('hold for resources by %s', async (_, criteria, name) => {
    const found = await run(`overrides: [{resources: {${criteria}}, ${off}}]\n`);
    const silent = Object.entries(found).filter(([, level]) => level === 'off');
    const expected = name === 'ratings' ? 'vendor/vs.yaml' : 'vendor/kept/vs.yaml';
    expect(silent).toEqual([[expected, 'off']]);
  });

  it('need one of several criteria, and all that one of them says', async () => {
    const found = await run(`
overrides:
  - resources:
      - {names: reviews, namespaces: shop}
      - {names: ratings, namespaces: shop}
    ${off}
`);
    expect(Object.values(found)).toEqual(['off', 'error', 'error']);
  });

  it('turn on what is off, with options of their own', async () => {
    expect(
      await run(`
${off}
overrides:
  - files: vendor/**
    rules: {${WEIGHTS}: [info, {allowProportional: false}]}
  - files: vendor/kept/**
    rules: {${WEIGHTS}: [error, {allowProportional: true}]}
`),
    ).toEqual({ 'a/vs.yaml': 'off', 'vendor/vs.yaml': 'info', 'vendor/kept/vs.yaml': 'off' });
  });

  it('keep the options of a rule that was off in between', async () => {
    expect(
      await run(`
rules: {${WEIGHTS}: [error, {allowProportional: true}]}
overrides:
  - {files: vendor/**, ${off}}
  - {files: vendor/kept/**, rules: {${WEIGHTS}: warn}}
  - {files: a/**, rules: {${WEIGHTS}: [warn, {}]}}
`),
    ).toEqual({ 'a/vs.yaml': 'warning', 'vendor/vs.yaml': 'off', 'vendor/kept/vs.yaml': 'off' });
  });

  it('may extend', async () => {
    expect(await run('extends: []\noverrides: [{files: a/**, extends: recommended}]\n')).toEqual({
      'a/vs.yaml': 'error',
      'vendor/vs.yaml': 'off',
      'vendor/kept/vs.yaml': 'off',
    });
  });

  it('yield to a nearer configuration and to the command line', async () => {
    const nested = {
      ...config(`overrides: [{files: vendor/**, ${off}}]\n`),
      'vendor/kept/.meshlintrc.yaml': `rules: {${WEIGHTS}: info}\n`,
      ...files,
    };
    expect(await levels(nested, ['**/vs.yaml'])).toEqual({
      'a/vs.yaml': 'error',
      'vendor/vs.yaml': 'off',
      'vendor/kept/vs.yaml': 'info',
    });
    const words = await levels(nested, ['--rule', `${WEIGHTS}: warn`, '**/vs.yaml']);
    expect(Object.values(words)).toEqual(['warning', 'warning', 'warning']);
  });

  it('know standard input by its name', async () => {
    const only = config(`overrides: [{files: vendor/**, ${off}}]\n`);
    const stdin = virtualService('reviews');
    const name = (path: string) => levels(only, ['-', '--stdin-filename', path], { stdin });
    expect(await name('vendor/vs.yaml')).toEqual({ 'vendor/vs.yaml': 'off' });
    expect(await name('a/vs.yaml')).toEqual({ 'a/vs.yaml': 'error' });
  });

  it('hold for rules about the mesh as a whole, and for documents that hold no resource', async () => {
    const files = {
      ...config('overrides: [{files: b.yaml, rules: {core/yaml-syntax: off, core/duplicate-resource: off}}]\n'),
      'a.yaml': `${virtualService('reviews')}---\n]\n`,
      'b.yaml': `${virtualService('reviews')}---\n]\n`,
    };
    const { stdout } = await inTree(files, [
      '-f',
      'json',
      '--only',
      'core/yaml-syntax',
      '--only',
      'core/duplicate-resource',
    ]);
    const results: { filePath: string; messages: { ruleId: string }[] }[] = JSON.parse(stdout);
    const found = results.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId }) => `${filePath.slice(filePath.lastIndexOf('/') + 1)} ${ruleId}`),
    );
    expect(found.filter((each) => each.startsWith('b.yaml'))).toEqual([]);
    expect(found).toContain('a.yaml core/yaml-syntax');
  });
});
