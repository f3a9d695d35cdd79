import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lint } from '../../src/lint.ts';
import { FIXTURES } from '../support/fixtures.ts';

const RULES = ['authz/http-on-tcp-port', 'authz/tcp-deny-all'];
const directory = join(FIXTURES, 'authz/http-on-tcp-port/invalid');

async function rulesOf(only: string[], presets: string[]): Promise<string[]> {
  const { report } = await lint({ paths: [join(directory, 'deny.yaml')], cwd: directory, only, presets });
  return report.files.flatMap((file) => file.findings.map(({ ruleId }) => ruleId ?? ''));
}

it('speaks in place of authz/tcp-deny-all, but not of what admission says', async () => {
  expect(new Set(await rulesOf(RULES, ['recommended']))).toEqual(new Set(['authz/http-on-tcp-port']));
  expect(await rulesOf(['authz/tcp-deny-all'], ['istio-validate'])).toEqual(['authz/tcp-deny-all']);
});
