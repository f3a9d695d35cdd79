import { describe, expect, it } from 'vitest';
import { inTree, levels, virtualService, WEIGHTS } from './manifests.ts';

const vs = virtualService('reviews');
const sets = (level: string, more = '') => `${more}rules: {${WEIGHTS}: ${level}}\n`;

describe('the cascade', () => {
  it('reads every name that a configuration may have', async () => {
    for (const [name, text] of Object.entries({
      '.meshlintrc.yaml': sets('info'),
      '.meshlintrc.yml': sets('info'),
      '.meshlintrc.json': `{"rules": {"${WEIGHTS}": "info"}}`,
      '.meshlintrc.cjs': `module.exports = { rules: { '${WEIGHTS}': 'info' } };`,
      'package.json': `{"name": "shop", "meshlint": {"rules": {"${WEIGHTS}": "info"}}}`,
    }))
      expect(await levels({ [name]: text, 'vs.yaml': vs }), name).toMatchObject({ 'vs.yaml': 'info' });
  });

  it('lets the nearer one win, from the working directory upwards', async () => {
    const files = { '.meshlintrc.yaml': sets('info'), 'k8s/.meshlintrc.yaml': sets('off'), 'k8s/vs.yaml': vs };
    expect(await levels(files, ['.'], { from: 'k8s' })).toEqual({ 'k8s/vs.yaml': 'off' });
    const above = { '.meshlintrc.yaml': sets('info'), 'k8s/vs.yaml': vs };
    expect(await levels(above, ['.'], { from: 'k8s' })).toEqual({ 'k8s/vs.yaml': 'info' });
  });

  it('looks no further up than root', async () => {
    const files = {
      '.meshlintrc.yaml': sets('off'),
      'k8s/.meshlintrc.json': '{"root": true}',
      'k8s/vs.yaml': vs,
    };
    expect(await levels(files, ['vs.yaml'], { from: 'k8s' })).toEqual({ 'k8s/vs.yaml': 'error' });
  });

  it('takes the configuration of a folder for what lies in it, whether the walk, a glob or a name leads there', async () => {
    const files = {
      '.meshlintrc.yaml': sets('info'),
      'a/vs.yaml': vs,
      'b/.meshlintrc.yaml': sets('warn'),
      'b/c/vs.yaml': virtualService('ratings'),
    };
    const expected = { 'a/vs.yaml': 'info', 'b/c/vs.yaml': 'warning' };
    expect(await levels(files, ['.'])).toMatchObject(expected);
    expect(await levels(files, ['**/vs.yaml'])).toEqual(expected);
    expect(await levels(files, ['a/vs.yaml', 'b/c/vs.yaml'])).toEqual(expected);
    expect(await levels(files, ['a', 'b/c'])).toEqual(expected);
  });

  it('forgets what holds above a folder whose configuration is root', async () => {
    const files = {
      '.meshlintrc.yaml': sets('off'),
      'a/.meshlintrc.yaml': 'root: true\n',
      'a/vs.yaml': vs,
      'b/.meshlintrc.yaml': 'root: true\nextends: []\n',
      'b/vs.yaml': virtualService('ratings'),
      'b/c/.meshlintrc.yaml': sets('info'),
      'b/c/vs.yaml': virtualService('details'),
    };
    expect(await levels(files, ['**/vs.yaml'])).toEqual({
      'a/vs.yaml': 'error',
      'b/vs.yaml': 'off',
      'b/c/vs.yaml': 'info',
    });
  });

  it('needs no configuration at the top', async () => {
    const files = { 'a/vs.yaml': vs, 'b/.meshlintrc.yaml': sets('off'), 'b/vs.yaml': virtualService('ratings') };
    expect(await levels(files, ['**/vs.yaml'])).toEqual({ 'a/vs.yaml': 'error', 'b/vs.yaml': 'off' });
  });

  it('keeps options that a nearer configuration only gives another level', async () => {
    const proportional = `rules: {${WEIGHTS}: [warn, {allowProportional: true}]}\n`;
    const files = { '.meshlintrc.yaml': proportional, 'k8s/.meshlintrc.yaml': sets('error'), 'k8s/vs.yaml': vs };
    expect(await levels(files, ['k8s'])).toMatchObject({ 'k8s/vs.yaml': 'off' });
  });

  it('refuses two configurations in one folder', async () => {
    const { code, stdout, stderr } = await inTree({
      '.meshlintrc.yaml': 'root: true\n',
      'package.json': '{"meshlint": {}}',
      'vs.yaml': vs,
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'mesh-lint: .meshlintrc.yaml and package.json are both configurations of one folder; keep one of them\n',
    );
  });

  it('takes a package.json that only mentions the name for none', async () => {
    const files = {
      'package.json': '{"scripts": {"meshlint": "mesh-lint"}}',
      '.meshlintrc.yaml': sets('info'),
      'vs.yaml': vs,
    };
    expect(await levels(files, ['vs.yaml'])).toEqual({ 'vs.yaml': 'info' });
    expect(await inTree(files, ['-c', 'package.json'])).toMatchObject({
      code: 2,
      stderr: 'mesh-lint: package.json has no member "meshlint", which would be the configuration\n',
    });
  });

  it('says that settings of a folder below are left aside', async () => {
    const { code, stderr } = await inTree({
      'k8s/.meshlintrc.yaml': 'settings: {istioVersion: 1.24}\n',
      'k8s/vs.yaml': vs,
    });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'mesh-lint: k8s/.meshlintrc.yaml:1:1: settings are of the mesh as a whole, so these count only where mesh-lint starts in this folder\n',
    });
  });
});

describe('the command line beside it', () => {
  const files = { '.meshlintrc.yaml': sets('info', 'extends: [strict]\n'), 'vs.yaml': vs, 'other.yaml': sets('off') };

  it('reads another file, or none', async () => {
    expect(await levels(files, ['vs.yaml'])).toEqual({ 'vs.yaml': 'info' });
    expect(await levels(files, ['-c', 'other.yaml', 'vs.yaml'])).toEqual({ 'vs.yaml': 'off' });
    expect(await levels(files, ['--no-config', 'vs.yaml'])).toEqual({ 'vs.yaml': 'error' });
    const both = await inTree(files, ['--no-config', '-c', 'other.yaml']);
    expect(both).toMatchObject({
      code: 2,
      stderr: 'mesh-lint: --config and --no-config contradict each other; leave one of them out\n',
    });
    const missing = await inTree(files, ['-c', 'no.yaml']);
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringMatching(/^mesh-lint: no\.yaml cannot be read: /) });
  });

  it('has the last word', async () => {
    expect(await levels(files, ['--rule', `${WEIGHTS}: warn`, 'vs.yaml'])).toEqual({ 'vs.yaml': 'warning' });
    expect(await levels(files, ['--skip', WEIGHTS, 'vs.yaml'])).toEqual({ 'vs.yaml': 'off' });
    expect(await levels(files, ['--only', 'core/schema', 'vs.yaml'])).toEqual({ 'vs.yaml': 'off' });
    expect(await levels(files, ['--only', WEIGHTS, 'vs.yaml'])).toEqual({ 'vs.yaml': 'info' });
  });

  it('is told where a configuration turns off all that is to run', async () => {
    const offFiles = { '.meshlintrc.yaml': sets('off'), 'vs.yaml': vs };
    expect(await inTree(offFiles, ['--only', WEIGHTS])).toMatchObject({
      code: 2,
      stderr: `mesh-lint: --only ${WEIGHTS}: .meshlintrc.yaml:1:9 turns ${WEIGHTS} off; --rule '${WEIGHTS}: error' turns it on\n`,
    });
    expect(await levels(offFiles, ['--only', WEIGHTS, '--rule', `${WEIGHTS}: info`])).toEqual({ 'vs.yaml': 'info' });
  });

  it('replaces presets, not rules', async () => {
    const strict = { '.meshlintrc.yaml': 'extends: [strict]\n', 'vs.yaml': vs };
    const printed = async (...argv: string[]) => {
      const { stdout } = await inTree(strict, [...argv, '--print-config', 'vs.yaml']);
      return JSON.parse(stdout);
    };
    expect((await printed()).from[WEIGHTS]).toBe('strict');
    expect((await printed('--preset', 'recommended')).from[WEIGHTS]).toBe('recommended');
    expect(await levels(files, ['--preset', 'security', 'vs.yaml'])).toEqual({ 'vs.yaml': 'info' });
  });
});
