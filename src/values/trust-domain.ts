import { dnsLabelProblem } from './dns.ts';

/** What is wrong with a trust domain, as a clause whose subject is the value. A dot at the end is allowed. */
export function trustDomainProblem(domain: string): string | undefined {
  if (domain === '') return 'is empty';
  const labels = domain.split('.');
  if (labels.at(-1) === '') labels.pop();
  const wrong = labels.find((label) => dnsLabelProblem(label) !== undefined);
  if (wrong === undefined) return undefined;
  return wrong === '' ? 'has an empty label' : `has the label "${wrong}", which ${dnsLabelProblem(wrong)}`;
}
