import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { FLAGS } from '../../src/cli/flags.ts';
import { mesh } from '../support/cli.ts';

const script = async (shell: string) => (await mesh(['completion', shell])).stdout;

describe('completion', () => {
  it.each([
    [['--pre'], ['--preset']],
    [['--preset', 'str'], ['strict']],
    [
      ['k8s', '--worl'],
      ['--world', '--world-per'],
    ],
    [
      ['--world', ''],
      ['auto', 'open', 'closed'],
    ],
    [['exp'], ['explain']],
    [
      ['explain', 'virtual-service/weights-'],
      ['virtual-service/weights-sum', 'virtual-service/weights-valid'],
    ],
    [['explain', 'IST0101'], ['IST0101']],
    [['--only', 'virtual-service/weights-s'], ['virtual-service/weights-sum']],
    [['completion', 'f'], ['fish']],
    [['--context', ''], []],
    [['k8s'], []],
  ])('in bash: %s', async (words, wanted) => {
    const ask = `${await script('bash')}
COMP_WORDS=(mesh-lint "$@"); COMP_CWORD=$#; _mesh_lint; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const out = execFileSync('bash', ['-c', ask, 'bash', ...words], { encoding: 'utf8' });
    expect(out.split('\n').filter(Boolean)).toEqual(wanted);
  });

  it.each(['bash', 'zsh', 'fish'])('knows every flag in %s', async (shell) => {
    const text = await script(shell);
    const spelling = (name: string) => (shell === 'fish' ? `-l ${name} ` : `--${name}`);
    expect(FLAGS.filter(({ name }) => !text.includes(spelling(name)))).toEqual([]);
  });

  it('escapes what zsh and fish take for their own', async () => {
    expect(await script('zsh')).toContain(
      `'[what the cluster holds\\: the output of '\\''kubectl get … -A -o yaml'\\'']:file:_files'`,
    );
    expect(await script('fish')).toContain(`-d 'what the cluster holds: the output of \\'kubectl get … -A -o yaml\\''`);
  });

  it.each([
    [['completion'], 'it is "mesh-lint completion bash|zsh|fish", as in: source <(mesh-lint completion bash)'],
    [['completion', 'fiish'], 'no completion for "fiish"; did you mean "fish"?'],
    [
      ['completion', 'bash', 'zsh'],
      'it is "mesh-lint completion bash|zsh|fish", as in: source <(mesh-lint completion bash)',
    ],
  ])('%s is refused', async (words, message) => {
    expect(await mesh(words)).toEqual({ code: 2, stdout: '', stderr: `mesh-lint: ${message}\n` });
  });
});
