import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFiles } from '../../src/input/find.ts';
import { find, tree } from './tree.ts';

const REPOSITORY = {
  '.git/info/exclude': 'mine.yaml\n',
  '.gitignore': '# what tools write\r\n*.gen.yaml\r\nbuild/\r\n/tmp\r\n!keep.gen.yaml\r\nlocal/**\r\n',
  'a.yaml': '',
  'a.gen.yaml': '',
  'keep.gen.yaml': '',
  'mine.yaml': '',
  'build/b.yaml': '',
  'build/b.gen.yaml': '',
  'build/deep/c.yaml': '',
  'tmp/d.yaml': '',
  'local/l.yaml': '',
  'app/tmp/e.yaml': '',
  'app/.gitignore': '!build/\nsecret/*\n!secret/open.yaml\n!x.gen.yaml\n',
  'app/build/f.yaml': '',
  'app/build/f.gen.yaml': '',
  'app/secret/shut.yaml': '',
  'app/secret/open.yaml': '',
  'app/x.gen.yaml': '',
  'app/mine.yaml': '',
};

const KEPT = [
  'a.yaml',
  'app/build/f.yaml',
  'app/secret/open.yaml',
  'app/tmp/e.yaml',
  'app/x.gen.yaml',
  'keep.gen.yaml',
];

describe('.gitignore', () => {
  it('holds for a walk, nested files over those above, info/exclude below all', async () => {
    expect((await find(tree(REPOSITORY), ['.'])).files).toEqual(KEPT);
  });

  it('holds for globs', async () => {
    expect((await find(tree(REPOSITORY), ['**/*.yaml'])).files).toEqual(KEPT);
    expect((await find(tree(REPOSITORY), ['app/**/*.yaml'])).files).toEqual(
      KEPT.filter((name) => name.startsWith('app/')),
    );
  });

  it('holds for a folder from above', async () => {
    const root = tree(REPOSITORY);
    const { files } = await findFiles(['.'], { cwd: join(root, 'app') });
    expect(files).toEqual(KEPT.filter((name) => name.startsWith('app/')).map((name) => join(root, name)));
    expect((await find(root, ['app/secret'])).files).toEqual(['app/secret/open.yaml']);
  });

  it('agrees with git', async () => {
    const { '.git/info/exclude': exclude, ...files } = REPOSITORY;
    const root = tree(files);
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'core.excludesFile=', '-c', 'core.ignoreCase=false', ...args], {
        cwd: root,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: join(root, 'none'), GIT_CONFIG_NOSYSTEM: '1' },
      });
    git('init', '-q');
    execFileSync(
      'node',
      [
        '-e',
        `fs.mkdirSync('.git/info',{recursive:true});fs.writeFileSync('.git/info/exclude',${JSON.stringify(exclude)})`,
      ],
      { cwd: root },
    );
    const others = git('ls-files', '-z', '--others', '--exclude-standard')
      .split('\0')
      .filter((name) => name.endsWith('.yaml'));
    expect(others.sort()).toEqual((await find(root, ['.'])).files.sort());
    expect(others).toEqual(KEPT);
  });

  it('does not hide a folder that was named, but still holds for what is in it', async () => {
    const root = tree(REPOSITORY);
    expect(await find(root, ['build'])).toEqual({
      files: ['build/b.yaml', 'build/deep/c.yaml'],
      problems: [],
      unmatched: [],
    });
    expect((await find(root, ['build/deep'])).files).toEqual(['build/deep/c.yaml']);
    expect((await find(root, ['build/*.yaml'])).files).toEqual(['build/b.yaml']);
    expect((await find(root, ['tmp', '.'])).files).toContain('tmp/d.yaml');
    expect((await find(root, ['local'])).unmatched).toEqual(['local']);
  });

  it('is passed over with ignore: false', async () => {
    const { files } = await find(tree(REPOSITORY), ['.'], { ignore: false });
    expect(files).toEqual(
      Object.keys(REPOSITORY)
        .filter((name) => name.endsWith('.yaml'))
        .sort(),
    );
  });

  it('of folders above counts only inside of a repository, one in the tree always', async () => {
    const files = { '.gitignore': '*.yaml\n', 'k8s/.gitignore': 'x.yaml\n', 'k8s/x.yaml': '', 'k8s/y.yaml': '' };
    expect((await find(tree(files), ['k8s'])).files).toEqual(['k8s/y.yaml']);
    expect((await find(tree({ ...files, '.git/HEAD': '' }), ['k8s'])).files).toEqual([]);
  });

  it('ends at a repository inside of the repository', async () => {
    const root = tree({
      '.git/HEAD': '',
      '.gitignore': 'a.yaml\n',
      'a.yaml': '',
      'module/.git': 'gitdir: ../.git/modules/module\n',
      'module/.gitignore': 'b.yaml\n',
      'module/a.yaml': '',
      'module/b.yaml': '',
    });
    const files = ['module/a.yaml'];
    expect((await find(root, ['.'])).files).toEqual(files);
    expect((await find(root, ['module'])).files).toEqual(files);
    expect((await find(root, ['**/*.yaml'])).files).toEqual(files);
  });

  it('may be odd: a folder, a byte order mark, names with glob characters and dots', async () => {
    const root = tree({
      '.gitignore': '\ufeffa.yaml\nodd*/\n',
      'a.yaml': '',
      'sub/.gitignore/x.yaml': '',
      'odd [1]*/b.yaml': '',
      '..data/a.yaml': '',
      '..data/c.yaml': '',
      'A.yaml': '',
    });
    expect((await find(root, ['.'])).files).toEqual(['..data/c.yaml', 'A.yaml', 'sub/.gitignore/x.yaml']);
    expect((await find(root, ['odd [1]*'])).files).toEqual(['odd [1]*/b.yaml']);
  });
});

describe('ignore patterns', () => {
  const root = tree({
    '.git/HEAD': '',
    '.gitignore': 'gen/\n!b.yaml\n',
    'a.yaml': '',
    'b.yaml': '',
    'gen/c.yaml': '',
    'k8s/a.yaml': '',
    'k8s/d.yaml': '',
  });

  it('are relative to the working directory and win over .gitignore', async () => {
    expect((await find(root, ['.'], { ignorePatterns: ['/a.yaml', 'b.yaml'] })).files).toEqual([
      'k8s/a.yaml',
      'k8s/d.yaml',
    ]);
    expect((await find(root, ['.'], { ignorePatterns: ['k8s', '!gen/'] })).files).toEqual([
      'a.yaml',
      'b.yaml',
      'gen/c.yaml',
    ]);
  });

  it('hold for globs and without .gitignore, not for what was named', async () => {
    expect((await find(root, ['**/*.yaml'], { ignorePatterns: ['a.yaml'], ignore: false })).files).toEqual([
      'b.yaml',
      'gen/c.yaml',
      'k8s/d.yaml',
    ]);
    expect((await find(root, ['k8s', 'a.yaml'], { ignorePatterns: ['k8s', 'a.yaml'] })).files).toEqual([
      'a.yaml',
      'k8s/d.yaml',
    ]);
  });

  it('say nothing of what lies outside', async () => {
    const { files } = await findFiles(['..'], { cwd: join(root, 'k8s'), ignorePatterns: ['a.yaml'] });
    expect(files).toEqual(['a.yaml', 'b.yaml', 'k8s/d.yaml'].map((name) => join(root, name)));
  });
});
