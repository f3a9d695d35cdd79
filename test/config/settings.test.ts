import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint.ts';
import { tree } from '../input/tree.ts';
import { inTree, virtualService, WEIGHTS } from './manifests.ts';

/** Routes to a host that only the platform's files hold. */
const route = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, namespace: shop}
spec:
  hosts: [reviews.example.com]
  http:
    - route:
        - destination: {host: ratings.platform.svc.cluster.local}
`;
const service = `apiVersion: v1
kind: Service
metadata: {name: ratings, namespace: platform}
spec: {ports: [{name: http, port: 80}]}
`;
const gone = async (config: string, more: Record<string, string> = {}, argv: string[] = ['k8s']) => {
  const { stdout, stderr } = await inTree({ '.meshlintrc.yaml': config, 'k8s/vs.yaml': route, ...more }, argv);
  return stderr || stdout.includes('virtual-service/host-exists');
};

describe('settings', () => {
  it('say what a missing target means', async () => {
    expect(await gone('settings: {world: closed}\n')).toBe(true);
    expect(await gone('settings: {world: open}\n')).toBe(false);
    expect(await gone('settings: {world: open}\n', {}, ['--world', 'closed', 'k8s'])).toBe(true);
  });

  it('name what is there elsewhere', async () => {
    const closed = (more: string) => `settings: {world: closed, ${more}}\n`;
    const platform = { 'platform/svc.yaml': service };
    expect(await gone(closed('context: platform'), platform)).toBe(false);
    expect(await gone(closed('context: [platform/*.yaml]'), platform)).toBe(false);
    expect(await gone(closed('snapshot: platform/svc.yaml'), platform)).toBe(false);
    expect(await gone(closed('externals: {hosts: ["*.example.com", "ratings.platform.*"]}'))).toBe(false);
  });

  it('take paths from the folder of the configuration', async () => {
    const files = {
      '.meshlintrc.yaml': 'settings: {world: closed, context: platform}\n',
      'team/k8s/vs.yaml': route,
      'platform/svc.yaml': service,
    };
    const { stdout } = await inTree(files, ['k8s'], { from: 'team' });
    expect(stdout).not.toContain('virtual-service/host-exists');
  });

  it('are merged member by member, the nearer one first', async () => {
    const files = {
      '.meshlintrc.yaml': 'settings: {istioVersion: 1.30, world: open, externals: {hosts: a}}\n',
      'k8s/.meshlintrc.yaml': 'settings: {istioVersion: "1.24", externals: {secrets: b}}\n',
      'k8s/vs.yaml': route,
    };
    const { stdout } = await inTree(files, ['--print-config', 'vs.yaml'], { from: 'k8s' });
    expect(JSON.parse(stdout).settings).toEqual({
      istioVersion: '1.24',
      world: 'open',
      externals: { hosts: ['a'], secrets: ['b'] },
    });
    const words = await inTree(files, ['--istio-version', '1.31', '--print-config', 'vs.yaml'], { from: 'k8s' });
    expect(JSON.parse(words.stdout).settings.istioVersion).toBe('1.31');
  });

  it('make folders worlds of their own', async () => {
    const twice = { 'envs/a/vs.yaml': virtualService('reviews'), 'envs/b/vs.yaml': virtualService('reviews') };
    const repeated = async (config: string) => {
      const { stdout, stderr } = await inTree({ '.meshlintrc.yaml': config, ...twice }, [
        '--only',
        'core/duplicate-resource',
        'envs',
      ]);
      return stderr || stdout.includes('core/duplicate-resource');
    };
    expect(await repeated('settings: {worlds: envs/*}\n')).toBe(false);
    expect(await repeated('settings: {worlds: env/*}\n')).toBe(
      'mesh-lint: no folder matches settings.worlds "env/*"\n',
    );
  });
});

describe('ignorePatterns', () => {
  const files = {
    '.meshlintrc.yaml': 'ignorePatterns: [vendor, "*.gen.yaml"]\n',
    'a.yaml': '',
    'b.gen.yaml': '',
    'vendor/c.yaml': '',
    'k8s/.meshlintrc.yaml': 'ignorePatterns: [/d.yaml, "!keep.gen.yaml"]\n',
    'k8s/d.yaml': '',
    'k8s/e/d.yaml': '',
    'k8s/keep.gen.yaml': '',
  };
  const listed = async (argv: string[] = []) => {
    const { stdout, root } = await inTree(files, ['--list-files', ...argv]);
    return stdout
      .replaceAll(`${root}/`, '')
      .split('\n')
      .filter((name) => name !== '');
  };

  it('leave out files, from the folder of each configuration', async () => {
    const expected = ['a.yaml', 'k8s/e/d.yaml', 'k8s/keep.gen.yaml'];
    expect(await listed()).toEqual(expected);
    expect(await listed(['.', 'k8s'])).toEqual(expected);
    expect(await listed(['**/*.yaml', 'k8s/**/*.yaml'])).toEqual(expected);
  });

  it('yield to the command line, and to a file that is named', async () => {
    expect(await listed(['--ignore-pattern', '!b.gen.yaml', '--ignore-pattern', 'k8s'])).toEqual([
      'a.yaml',
      'b.gen.yaml',
    ]);
    expect(await listed(['vendor/c.yaml'])).toEqual(['vendor/c.yaml']);
    expect(await listed(['--no-config'])).toHaveLength(6);
  });
});

describe('--print-config', () => {
  it('says what holds for a file, and where it comes from', async () => {
    const { stdout, code } = await inTree(
      {
        '.meshlintrc.yaml': `rules:
  ${WEIGHTS}: [warn, {allowProportional: true}]
  core/schema: off
overrides:
  - files: k8s/**
    rules: {core/duplicate-resource: info}
  - resources: {kinds: Gateway}
    rules: {core/schema: warn}
ignorePatterns: vendor
`,
        'k8s/vs.yaml': virtualService('reviews'),
      },
      ['--print-config', 'k8s/vs.yaml', '--rule', 'core/cel: info'],
    );
    const printed = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(printed).toMatchObject({
      configFiles: ['.meshlintrc.yaml'],
      ignorePatterns: ['vendor'],
      plugins: [],
      overridesByResource: ['.meshlintrc.yaml:7:5'],
    });
    expect(printed.rules).toMatchObject({
      [WEIGHTS]: ['warning', { allowProportional: true }],
      'core/schema': 'off',
      'core/duplicate-resource': 'info',
    });
    expect(printed.from).toMatchObject({
      [WEIGHTS]: '.meshlintrc.yaml:2:3',
      'core/duplicate-resource': '.meshlintrc.yaml:6:13',
      'core/cel': '--rule',
      'core/yaml-syntax': 'recommended',
    });
  });

  it('refuses a folder', async () => {
    const { code, stderr } = await inTree({ 'k8s/vs.yaml': '' }, ['--print-config', 'k8s']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'mesh-lint: --print-config takes a file, and k8s is a folder; name a file in it\n',
    });
  });
});

describe('the library', () => {
  it('finds configurations as the command line does, takes a file or an object in place of them, or none', async () => {
    const cwd = tree({
      '.meshlintrc.yaml': `rules: {${WEIGHTS}: info}\n`,
      'other.json': `{"rules": {"${WEIGHTS}": "warn"}}`,
      'vs.yaml': virtualService('reviews'),
    });
    const level = async (options: { config?: string | object | false }) => {
      const { report } = await lint({ cwd, paths: ['vs.yaml'], only: [WEIGHTS], ...options });
      return report.files[0]?.findings[0]?.level;
    };
    expect(await level({})).toBe('info');
    expect(await level({ config: 'other.json' })).toBe('warning');
    expect(await level({ config: { rules: { [WEIGHTS]: ['warn', { allowProportional: true }] } } })).toBeUndefined();
    expect(await level({ config: false })).toBe('error');
    await expect(level({ config: { rulez: {} } })).rejects.toThrow(
      'config: rulez: a configuration has no "rulez"; did you mean "rules"?',
    );
  });

  it('counts nothing twice where places differ, and lists each rule once', async () => {
    const cwd = tree({ 'a.yaml': virtualService('a'), 'b.yaml': virtualService('b'), 'c.yaml': virtualService('c') });
    const config = {
      rules: { [WEIGHTS]: 'off' },
      overrides: [
        { files: 'a.yaml', rules: { [WEIGHTS]: 'info' } },
        { files: 'b.yaml', rules: { [WEIGHTS]: 'warn' } },
      ],
    };
    const { report } = await lint({ cwd, config, describeRules: true });
    const own = report.files.map(({ findings }) =>
      findings.filter(({ ruleId }) => ruleId === WEIGHTS).map(({ level }) => level),
    );
    expect(own).toEqual([['info'], ['warning'], []]);
    expect(report.rules.filter(({ id }) => id === WEIGHTS)).toHaveLength(1);
  });
});
