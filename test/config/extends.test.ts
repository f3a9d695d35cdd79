import { describe, expect, it } from 'vitest';
import { inTree, levels, virtualService, WEIGHTS } from './manifests.ts';

const vs = { 'vs.yaml': virtualService('reviews') };
const level = async (files: Record<string, string>) => (await levels({ ...vs, ...files }, ['vs.yaml']))['vs.yaml'];
const manifest = (name: string, more = {}) => JSON.stringify({ name, version: '1.0.0', ...more });

describe('extends', () => {
  it('takes presets by both names, later ones over earlier ones', async () => {
    expect(await level({ '.meshlintrc.yaml': 'extends: ambient\n' })).toBe('off');
    expect(await level({ '.meshlintrc.yaml': 'extends: mesh-lint:ambient\n' })).toBe('off');
    expect(await level({ '.meshlintrc.yaml': 'extends: [ambient, recommended]\n' })).toBe('error');
  });

  it('has no preset where the list is empty, and recommended where it names none', async () => {
    expect(await level({ '.meshlintrc.yaml': 'extends: []\n' })).toBe('off');
    expect(await level({ '.meshlintrc.yaml': 'extends: ./org.yaml\n', 'org.yaml': 'rules: {}\n' })).toBe('error');
    expect(await level({ '.meshlintrc.yaml': 'extends: ./org.yaml\n', 'org.yaml': 'extends: ambient\n' })).toBe('off');
  });

  it('reads files, whose names start from the file that names them', async () => {
    const files = {
      '.meshlintrc.yaml': 'extends: ./org/base.yaml\n',
      'org/base.yaml': 'extends: ./more.json\n',
      'org/more.json': `{"rules": {"${WEIGHTS}": "info"}}`,
    };
    expect(await level(files)).toBe('info');
    expect(await level({ ...files, 'org/base.yaml': `extends: ./more.json\nrules: {${WEIGHTS}: warn}\n` })).toBe(
      'warning',
    );
  });

  it('lets globs of what is extended start from the folder that extends', async () => {
    const files = {
      '.meshlintrc.yaml': 'extends: ./org/base.yaml\n',
      'org/base.yaml': `overrides: [{files: ./vs.yaml, rules: {${WEIGHTS}: info}}]\nignorePatterns: /vendor\n`,
      'vendor/vs.yaml': virtualService('ratings'),
    };
    expect(await level(files)).toBe('info');
    expect((await inTree({ ...vs, ...files }, ['--list-files'])).stdout).not.toContain('vendor');
  });

  it.each([
    ['acme', 'meshlint-config-acme'],
    ['meshlint-config-acme', 'meshlint-config-acme'],
    ['@acme', '@acme/meshlint-config'],
    ['@acme/mesh', '@acme/meshlint-config-mesh'],
    ['@acme/meshlint-config', '@acme/meshlint-config'],
  ])('finds the package of %s', async (name, folder) => {
    expect(
      await level({
        '.meshlintrc.yaml': `extends: "${name}"\n`,
        [`node_modules/${folder}/index.js`]: `module.exports = { rules: { '${WEIGHTS}': 'info' } };`,
      }),
    ).toBe('info');
  });

  it('finds what a package extends from the package, in whatever format it is', async () => {
    const files = {
      '.meshlintrc.yaml': 'extends: acme\n',
      'node_modules/meshlint-config-acme/package.json': manifest('meshlint-config-acme', { main: 'mesh.yaml' }),
      'node_modules/meshlint-config-acme/mesh.yaml': 'extends: base\n',
      'node_modules/meshlint-config-acme/node_modules/meshlint-config-base/package.json': manifest('base', {
        type: 'module',
        main: 'index.js',
      }),
      'node_modules/meshlint-config-acme/node_modules/meshlint-config-base/index.js': `export default { rules: { '${WEIGHTS}': 1 } };`,
    };
    expect(await level(files)).toBe('warning');
  });
});

describe('plugins', () => {
  const plugin = {
    'rules/acme.cjs': `module.exports = {
      meta: { name: 'acme' },
      rules: {
        'no-reviews': {
          summary: 'No VirtualService is called reviews',
          type: 'problem', precision: 'high', since: '1.0.0', presets: {}, sources: [],
          options: { names: { type: 'array', items: { type: 'string' }, default: ['reviews'], description: 'Names.' } },
          messages: { named: 'This one is called {{name}}.' },
          kinds: ['VirtualService'],
          check(resource, context) {
            if (context.options.names.includes(resource.name))
              context.report(resource.get('metadata', 'name'), 'named', { name: resource.name });
          },
        },
      },
      configs: { strict: { rules: { 'acme/no-reviews': 'warn' } } },
    };`,
  };
  const found = async (config: string, more: Record<string, string> = {}) => {
    const { stdout, stderr } = await inTree({ ...vs, ...plugin, ...more, '.meshlintrc.yaml': config }, [
      '-f',
      'json',
      'vs.yaml',
    ]);
    if (!stdout) return stderr;
    const [{ messages }]: [{ messages: { ruleId: string; level: string }[] }] = JSON.parse(stdout);
    return messages.filter(({ ruleId }) => ruleId.startsWith('acme/')).map(({ level: each }) => each);
  };

  it('bring rules, which are set as others are', async () => {
    const with_ = (rules: string) => `plugins: ./rules/acme.cjs\nrules: ${rules}\n`;
    expect(await found(with_('{acme/no-reviews: error}'))).toEqual(['error']);
    expect(await found(with_('{acme/no-reviews: [error, {names: [ratings]}]}'))).toEqual([]);
    expect(await found(with_('{acme/no-review: error}'))).toBe(
      'mesh-lint: .meshlintrc.yaml:2:9: unknown rule "acme/no-review"; did you mean "acme/no-reviews"?\n',
    );
    expect(await found(with_('{acme/no-reviews: [error, {names: 5}]}'))).toBe(
      'mesh-lint: .meshlintrc.yaml:2:42: option names of rule acme/no-reviews must be array\n',
    );
  });

  it('bring configurations', async () => {
    expect(await found('extends: plugin:./rules/acme.cjs/strict\n')).toEqual(['warning']);
    expect(await found('extends: plugin:./rules/acme.cjs/strickt\n')).toBe(
      'mesh-lint: .meshlintrc.yaml:1:10: the plugin "./rules/acme.cjs" has no configuration "strickt"; did you mean "strict"?\n',
    );
  });

  it('are loaded once, whichever configurations name them', async () => {
    const nested = { 'k8s/.meshlintrc.yaml': 'plugins: ../rules/acme.cjs\n', 'k8s/x.yaml': virtualService('x') };
    expect(
      await found('plugins: [./rules/acme.cjs, ./rules/../rules/acme.cjs]\nrules: {acme/no-reviews: 2}\n', nested),
    ).toEqual(['error']);
  });

  it('are refused at their place where they are missing', async () => {
    expect(await found('plugins: [./rules/acme.js]\n')).toMatch(
      /^mesh-lint: \.meshlintrc\.yaml:1:11: plugin "\.\/rules\/acme\.js" is not there: /,
    );
  });
});
