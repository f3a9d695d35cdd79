import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint.ts';

const namespace = (name: string, label = '') =>
  `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}, labels: {${label}}}}`;
const workload = (name: string, home: string) =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: ${home}}, spec: {selector: {matchLabels: {app: ${name}}}, ` +
  `template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: ${name}, image: "registry.example.com/${name}:1.4.2"}]}}}}`;
const service = (name: string, home: string, port: string) =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: ${home}}, spec: {selector: {app: ${name}}, ports: [${port}]}}`;
const policy = (kind: string, home: string, spec: string) =>
  `{apiVersion: security.istio.io/v1, kind: ${kind}, metadata: {name: policy, namespace: ${home}}, spec: ${spec}}`;

const AMBIENT = [namespace('ambient', 'istio.io/dataplane-mode: ambient'), workload('redis', 'ambient')];
const INJECTED = [namespace('shop', 'istio-injection: enabled'), workload('redis', 'shop')];
const HTTP_RULE =
  '{selector: {matchLabels: {app: redis}}, action: DENY, rules: [{to: [{operation: {paths: [/admin]}}]}]}';

describe('one cause is one finding', () => {
  it.each<[string, string[], string[]]>([
    [
      'HTTP attributes for pods in ambient mode',
      [
        ...AMBIENT,
        service('redis', 'ambient', '{name: redis, port: 6379}'),
        policy('AuthorizationPolicy', 'ambient', HTTP_RULE),
      ],
      ['ambient/l7-policy-without-waypoint'],
    ],
    [
      'HTTP attributes for a port that is known to be TCP',
      [
        ...INJECTED,
        service('redis', 'shop', '{name: redis, port: 6379}'),
        policy('AuthorizationPolicy', 'shop', HTTP_RULE),
      ],
      ['authz/http-on-tcp-port'],
    ],
    [
      'HTTP attributes for ports that nobody knows',
      [...INJECTED, policy('AuthorizationPolicy', 'shop', HTTP_RULE)],
      ['authz/tcp-deny-all'],
    ],
    [
      'tokens for pods in ambient mode, which nobody asks for either',
      [
        ...AMBIENT,
        policy(
          'RequestAuthentication',
          'ambient',
          '{selector: {matchLabels: {app: redis}}, jwtRules: [{issuer: "https://login.example.com", jwksUri: "https://login.example.com/keys"}]}',
        ),
        policy('AuthorizationPolicy', 'ambient', '{rules: [{from: [{source: {namespaces: [edge]}}]}]}'),
      ],
      ['ambient/policy-needs-target-refs'],
    ],
    [
      'a namespace that nobody brings into the mesh',
      [
        namespace('shop'),
        workload('redis', 'shop'),
        policy('AuthorizationPolicy', 'shop', '{selector: {matchLabels: {app: redis}}}'),
        namespace('front', 'istio-injection: enabled'),
      ],
      ['injection/namespace-label'],
    ],
  ])('%s', async (_, documents, ids) => {
    const overlay = new Map([['/mesh/all.yaml', documents.join('\n---\n')]]);
    const { report } = await lint({ cwd: '/mesh', paths: [], overlay });
    expect(report.files.flatMap(({ findings }) => findings.map(({ ruleId }) => ruleId))).toEqual(ids);
  });
});
