// The library and the rule tester, from CommonJS.
import { type LintResult, lint, type Plugin, UsageError } from 'mesh-lint';
import { type Cases, RuleTester } from 'mesh-lint/testing';

export async function run(plugin: Plugin): Promise<LintResult> {
  try {
    return await lint({ cwd: __dirname, plugins: [plugin, './rules.yaml'], rules: { 'acme/timeout': ['info', {}] } });
  } catch (error) {
    throw error instanceof UsageError ? error : new Error('unexpected');
  }
}

export const cases: Cases = { valid: ['kind: Namespace'], invalid: [{ yaml: 'kind: Namespace', errors: 1 }] };
export const tester: RuleTester = new RuleTester({ describe: (_, body) => body(), it: () => {} });
