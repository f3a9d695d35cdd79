import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFiles } from '../../src/input/find.ts';
import { find, tree } from './tree.ts';

describe('folders', () => {
  it('give their manifests, those in dot-folders too, and nothing of .git and node_modules', async () => {
    const root = tree({
      'a.yaml': '',
      'b.yml': '',
      'c.json': '',
      'README.md': '',
      yaml: '',
      'a.yaml.bak': '',
      '.argocd/app.yaml': '',
      '.hidden.yaml': '',
      '.git/config.yaml': '',
      'node_modules/x/k8s.yaml': '',
      'charts/node_modules/y.yaml': '',
      'empty/': '',
    });
    expect(await find(root, ['.'])).toEqual({
      files: ['.argocd/app.yaml', '.hidden.yaml', 'a.yaml', 'b.yml', 'c.json'],
      problems: [],
      unmatched: [],
    });
  });

  it('come in the order of path segments, whatever the order of the arguments', async () => {
    const root = tree({
      'a-b/x.yaml': '',
      'a/z.yaml': '',
      'a/b/y.yaml': '',
      'a.yaml': '',
      'B/x.yaml': '',
      'é.yaml': '',
    });
    const files = ['B/x.yaml', 'a/b/y.yaml', 'a/z.yaml', 'a-b/x.yaml', 'a.yaml', 'é.yaml'];
    expect((await find(root, ['.'])).files).toEqual(files);
    expect((await find(root, ['a.yaml', 'a-b', 'é.yaml', 'B', 'a'])).files).toEqual(files);
  });

  it('count each file once, and every argument that has one as matched', async () => {
    const root = tree({ 'k8s/base/a.yaml': '', 'k8s/b.yaml': '' });
    expect(await find(root, ['k8s', 'k8s/base', 'k8s', 'k8s/b.yaml', './k8s/b.yaml', 'k8s/*.yaml'])).toEqual({
      files: ['k8s/b.yaml', 'k8s/base/a.yaml'].sort(),
      problems: [],
      unmatched: [],
    });
  });

  it('without a manifest are unmatched; the working directory is not', async () => {
    const root = tree({ 'docs/README.md': '' });
    expect((await find(root, ['docs', '.', 'docs'])).unmatched).toEqual(['docs']);
  });

  it.runIf(process.platform !== 'win32')('too deep to be opened are a problem, not the end', async () => {
    const root = tree({ 'a.yaml': '' });
    const name = 'd'.repeat(250);
    execFileSync('sh', ['-c', `for i in $(seq 20); do mkdir ${name} && cd -P ${name} || exit 1; done`], { cwd: root });
    try {
      const { files, problems } = await find(root, ['.']);
      expect(files).toEqual(['a.yaml']);
      expect(problems).toEqual([expect.stringMatching(/d: its path is too long$/)]);
    } finally {
      execFileSync('rm', ['-rf', root]);
    }
  });
});

describe('named files', () => {
  it('are taken whatever their name ends with, and never ignored', async () => {
    const root = tree({ '.gitignore': '*', 'rendered.out': '', 'node_modules/x.yaml': '', '.git/HEAD': '' });
    const { files } = await find(root, ['rendered.out', 'node_modules/x.yaml'], { ignorePatterns: ['*.out'] });
    expect(files).toEqual(['node_modules/x.yaml', 'rendered.out']);
  });

  it('may hold spaces and glob characters', async () => {
    const root = tree({ 'a [1].yaml': '', 'a 1.yaml': '', '{x}/*.yaml': '', 'x/y.yaml': '' });
    expect((await find(root, ['a [1].yaml', '{x}/*.yaml'])).files).toEqual(['a [1].yaml', '{x}/*.yaml']);
    expect((await find(root, ['{x}'])).files).toEqual(['{x}/*.yaml']);
  });

  it("may be written with Windows' separators, which lose to a name that holds them", async () => {
    const root = tree({ 'k8s/vs.yaml': '', 'k8s/prod/dr.yaml': '', 'odd\\name.yaml': '' });
    expect(await find(root, ['k8s\\vs.yaml', 'k8s\\prod', 'odd\\name.yaml'])).toEqual({
      files: ['k8s/prod/dr.yaml', 'k8s/vs.yaml', 'odd\\name.yaml'],
      problems: [],
      unmatched: [],
    });
    expect((await find(root, ['k8s\\**\\*.yaml'])).files).toEqual(['k8s/prod/dr.yaml', 'k8s/vs.yaml']);
  });

  it('that do not exist are unmatched, as given and each once; so is an empty argument', async () => {
    const root = tree({ 'a.yaml': '' });
    const args = ['b.yaml', 'a.yaml/b.yaml', './b.yaml', 'b.yaml', ''];
    expect(await find(root, args)).toEqual({
      files: [],
      problems: [],
      unmatched: ['b.yaml', 'a.yaml/b.yaml', './b.yaml', ''],
    });
  });

  it('with impossible names are problems', async () => {
    const root = tree({});
    const long = `${'x'.repeat(300)}.yaml`;
    const { problems, unmatched } = await findFiles([long, 'a\0b.yaml'], { cwd: root });
    expect(problems).toEqual([
      { path: join(root, 'a\0b.yaml'), message: 'its name holds a NUL character' },
      { path: join(root, long), message: 'its path is too long' },
    ]);
    expect(unmatched).toEqual([]);
  });
});

describe.runIf(process.platform !== 'win32')('what is neither a file nor a folder', () => {
  it('is a problem, named or found', async () => {
    const root = tree({ 'a.yaml': '' });
    execFileSync('mkfifo', [join(root, 'pipe.yaml'), join(root, 'other')]);
    const server = createServer().listen(join(root, 'socket.yaml'));
    await new Promise((done) => server.once('listening', done));
    try {
      const found = ['pipe.yaml: it is a pipe, not a file', 'socket.yaml: it is a socket, not a file'];
      expect(await find(root, ['.'])).toEqual({ files: ['a.yaml'], problems: found, unmatched: [] });
      expect((await find(root, ['pipe.yaml', 'socket.yaml'])).problems).toEqual(found);
      expect((await find(root, ['other'])).problems).toEqual(['other: it is a pipe, not a file']);
      expect((await findFiles(['/dev/zero'], { cwd: root })).problems).toMatchObject([
        { path: '/dev/zero', message: 'it is a device, not a file' },
      ]);
    } finally {
      server.close();
    }
  });
});

describe('links', () => {
  it('are followed, and a file is taken under its own name', async () => {
    const root = tree({
      'k8s/real/a.yaml': '',
      'k8s/again': { to: 'real' },
      'k8s/0.yaml': { to: 'real/a.yaml' },
      'k8s/out.yaml': { to: '../elsewhere/b.txt' },
      'k8s/shared': { to: '../elsewhere' },
      'elsewhere/b.txt': '',
      'elsewhere/c.yaml': '',
    });
    const files = ['k8s/out.yaml', 'k8s/real/a.yaml', 'k8s/shared/c.yaml'];
    expect(await find(root, ['k8s'])).toEqual({ files, problems: [], unmatched: [] });
    expect((await find(root, ['k8s/again', 'k8s/0.yaml'])).files).toEqual(['k8s/again/a.yaml']);
    expect((await find(root, ['k8s/again', 'k8s/real'])).files).toEqual(['k8s/real/a.yaml']);
    expect((await find(root, ['k8s', 'elsewhere'])).files).toEqual([
      'elsewhere/c.yaml',
      'k8s/out.yaml',
      'k8s/real/a.yaml',
    ]);
  });

  it('as Kubernetes mounts a ConfigMap give each file once', async () => {
    const root = tree({
      '..2026_11_01/a.yaml': '',
      '..data': { to: '..2026_11_01' },
      'a.yaml': { to: '..data/a.yaml' },
      '.gitignore': '*.tmp.yaml\n',
      '..2026_11_01/b.tmp.yaml': '',
    });
    expect((await find(root, ['.'])).files).toEqual(['..2026_11_01/a.yaml']);
  });

  it('make a folder matched whose files were found elsewhere', async () => {
    const root = tree({ 'a/x.yaml': '', 'b/x.yaml': { to: '../a/x.yaml' } });
    expect(await find(root, ['a', 'b'])).toEqual({ files: ['a/x.yaml'], problems: [], unmatched: [] });
  });

  it('that lead nowhere, or in a circle, are problems', async () => {
    const root = tree({
      'k8s/gone.yaml': { to: 'nothing.yaml' },
      'k8s/gone.txt': { to: 'nothing.txt' },
      'k8s/one.yaml': { to: 'two.yaml' },
      'k8s/two.yaml': { to: 'one.yaml' },
    });
    const problems = [
      'k8s/gone.yaml: it is a link to nothing.yaml, which does not exist',
      'k8s/one.yaml: links lead in a circle',
      'k8s/two.yaml: links lead in a circle',
    ];
    expect(await find(root, ['k8s'])).toEqual({ files: [], problems, unmatched: [] });
    expect(await find(root, ['k8s/gone.yaml', 'k8s/one.yaml', 'k8s/two.yaml'])).toEqual({
      files: [],
      problems,
      unmatched: [],
    });
  });

  it('up to a folder that they lie in are a problem, and others that close a circle are followed once', async () => {
    const root = tree({
      'k8s/a.yaml': '',
      'k8s/deep/up': { to: '..' },
      'k8s/here': { to: '.' },
      'k8s/out': { to: '../out' },
      'out/b.yaml': '',
      'out/back': { to: '../k8s' },
    });
    const back = 'the link leads back to a folder that it lies in';
    expect(await find(root, ['k8s'])).toEqual({
      files: ['k8s/a.yaml', 'k8s/out/b.yaml'],
      problems: [`k8s/deep/up: ${back}`, `k8s/here: ${back}`],
      unmatched: [],
    });
    expect((await find(root, ['k8s/**/*.yaml'])).files).toEqual(['k8s/a.yaml']);
  });

  it('that are ignored are left alone', async () => {
    const root = tree({ '.gitignore': 'up\ngone.yaml\n', up: { to: '.' }, 'gone.yaml': { to: 'x' }, 'a.yaml': '' });
    expect(await find(root, ['.'])).toEqual({ files: ['a.yaml'], problems: [], unmatched: [] });
  });
});

describe('globs', () => {
  const root = tree({
    'k8s/vs.yaml': '',
    'k8s/dr.yml': '',
    'k8s/notes.md': '',
    'k8s/prod/dr.yaml': '',
    'k8s/.dot/x.yaml': '',
    'k8s/node_modules/x.yaml': '',
    'k8s/text.tmpl': '',
    'k8s/link.yaml': { to: 'text.tmpl' },
    'k8s/gone.yaml': { to: 'nothing' },
    'k8s/dir.yaml/in.yaml': '',
  });

  it.each([
    ['k8s/*.{yaml,yml}', ['k8s/dr.yml', 'k8s/link.yaml', 'k8s/vs.yaml']],
    ['./k8s/[v]?.yaml', ['k8s/vs.yaml']],
    ['**/dr.*', ['k8s/dr.yml', 'k8s/prod/dr.yaml']],
    ['{k8s/prod,k8s/.dot}/*.yaml', ['k8s/.dot/x.yaml', 'k8s/prod/dr.yaml']],
    ['k8s/!(vs|link|gone).yaml', []],
    ['k8s/*.tmpl', ['k8s/text.tmpl']],
    [`${root}/k8s/prod/*`, ['k8s/prod/dr.yaml']],
    ['k8s/node_modules/*.yaml', ['k8s/node_modules/x.yaml']],
  ])('%s', async (pattern, files) => {
    const found = await find(root, [pattern]);
    expect(found.files).toEqual(files);
    expect(found.unmatched).toEqual(files.length === 0 ? [pattern] : []);
  });

  it('that end with a wildcard mean manifests', async () => {
    const { files } = await find(root, ['k8s/**']);
    expect(files).toEqual([
      'k8s/.dot/x.yaml',
      'k8s/dir.yaml/in.yaml',
      'k8s/dr.yml',
      'k8s/link.yaml',
      'k8s/prod/dr.yaml',
      'k8s/vs.yaml',
    ]);
  });

  it('name a link that leads nowhere as a problem', async () => {
    const { problems } = await find(root, ['k8s/g*.yaml']);
    expect(problems).toEqual(['k8s/gone.yaml: it is a link to nothing, which does not exist']);
  });

  it('that are malformed match nothing', async () => {
    const args = ['k8s/{vs', '[', '{}', 'k8s/(vs.yaml', '[z-a]*.yaml'];
    expect(await find(root, args)).toEqual({ files: [], problems: [], unmatched: args });
  });

  it('may leave the working directory', async () => {
    const { files } = await findFiles(['../*.yaml'], { cwd: join(root, 'k8s', 'prod') });
    expect(files).toEqual([join(root, 'k8s', 'link.yaml'), join(root, 'k8s', 'vs.yaml')]);
  });
});
