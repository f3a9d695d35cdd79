import { describe, expect, it } from 'vitest';
import { FLAGS } from '../../src/cli/flags.ts';
import { mesh } from '../support/cli.ts';

describe('--help', () => {
  it('fits on one screen', async () => {
    const { code, stdout } = await mesh(['--help']);
    const lines = stdout.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(lines.length).toBeLessThanOrEqual(52);
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });

  it('names every flag and verb, with what it takes', async () => {
    const { stdout } = await mesh(['-h']);
    const spelled = FLAGS.map(
      ({ name, short, value }) => `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`,
    );
    expect(
      spelled.filter((each) => !new RegExp(`${each.replace(/[[\]{}()*+?.^$|]/g, '\\$&')}(?:, |  |\\n)`).test(stdout)),
    ).toEqual([]);
    for (const verb of ['rules', 'explain RULE', 'init', 'completion SHELL']) expect(stdout).toContain(verb);
  });
});
