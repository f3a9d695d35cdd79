import { describe, expect, it } from 'vitest';
import { REPORTERS } from '../../src/reporters/index.ts';
import { mesh } from '../support/cli.ts';

const host = (extra = '') => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: reviews
  namespace: bookinfo
spec:
  host: reviews
${extra}`;

const INPUTS = {
  clean: host(),
  warning: host().replace('/v1', '/v1beta1'),
  error: host('  hots: reviews\n'),
  fatal: 'spec: [a\n',
};

const CODES: Record<keyof typeof INPUTS, number> = { clean: 0, warning: 0, error: 1, fatal: 1 };

describe.each(Object.keys(REPORTERS))('format %s', (format) => {
  it.each(Object.entries(INPUTS))('exits by what was found: %s', async (name, stdin) => {
    const { code, stderr } = await mesh(['-f', format, '-'], { stdin });
    expect({ code, stderr }).toEqual({ code: CODES[name as keyof typeof INPUTS], stderr: '' });
  });
});

describe('thresholds', () => {
  it.each([
    ['--failure-threshold warning', INPUTS.warning, 1],
    ['--failure-threshold info', INPUTS.warning, 1],
    ['--failure-threshold none', INPUTS.error, 0],
    ['--max-warnings 0', INPUTS.warning, 1],
    ['--max-warnings 1', INPUTS.warning, 0],
    ['--quiet', INPUTS.error, 1],
  ])('%s', async (flags, stdin, expected) => {
    expect((await mesh([...flags.split(' '), '-'], { stdin })).code).toBe(expected);
  });

  it('counts warnings that --quiet does not show', async () => {
    const { code, stdout } = await mesh(['--quiet', '--max-warnings', '0', '-'], { stdin: INPUTS.warning });
    expect(code).toBe(1);
    expect(stdout).not.toContain('core/api-version');
  });
});
