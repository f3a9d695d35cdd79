// What tests of custom rules import: mesh-lint/testing.

export type { Cases, ExpectedFinding, InvalidCase, TestCase } from './cases.ts';
export { RuleTester, type TesterOptions } from './rule-tester.ts';
