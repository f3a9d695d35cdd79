import { RuleTester } from 'mesh-lint/testing';
import acme from './acme.mjs';

const route = (timeout, host = 'reviews') => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - ${timeout}
      route: [{ destination: { host: ${host} } }]
`;

const service = `apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
`;

// Under vitest the runner's functions are handed over; elsewhere they are found.
const runner = process.env.VITEST ? await import('vitest') : {};
const tester = new RuleTester({ describe: runner.describe, it: runner.it });

tester.run('acme/timeout', acme.rules.timeout, {
  valid: [route('timeout: 10s'), { name: 'with another bound', yaml: route('timeout: 20s'), options: { longest: 20 } }],
  invalid: [
    {
      yaml: route('timeout: 20s # slow'),
      errors: [{ messageId: 'long', message: 'The timeout 20s is longer than 10s.', line: 7, column: 16 }],
      output: route('timeout: 10s # slow'),
    },
    {
      yaml: route('name: main'),
      errors: [{ messageId: 'missing', level: 'error', pointer: '/spec/http/0' }],
      output: null,
    },
  ],
});

tester.run('acme/hosts', acme.rules.hosts, {
  valid: [{ yaml: route('timeout: 1s'), files: { 'service.yaml': service } }],
  invalid: [
    { yaml: route('timeout: 1s', 'ratings'), files: { 'service.yaml': service }, errors: [{ message: /ratings/ }] },
  ],
});
