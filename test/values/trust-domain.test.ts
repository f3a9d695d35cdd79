import { expect, it } from 'vitest';
import { trustDomainProblem } from '../../src/values/trust-domain.ts';

it.each(['cluster.local', 'cluster.local.', 'td1', 'a.1', 'Prod-EU'])('%s is a trust domain', (domain) => {
  expect(trustDomainProblem(domain)).toBeUndefined();
});

it.each([
  ['', 'is empty'],
  ['a..b', 'has an empty label'],
  ['a/b', 'has the label "a/b", which is no DNS label'],
  ['a.$b', 'has the label "$b", which is no DNS label'],
  ['-a.b', 'has the label "-a", which is no DNS label'],
])('%s is no trust domain', (domain, problem) => {
  expect(trustDomainProblem(domain)).toContain(problem);
});
