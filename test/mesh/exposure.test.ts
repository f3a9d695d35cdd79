import { describe, expect, it } from 'vitest';
import { findExposure, targetPort } from '../../src/mesh/exposure.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

const CONTAINERS =
  '[{name: a, ports: [{containerPort: 9000}, {name: http, containerPort: 8080}, {name: open, containerPort: "${PORT}"}]}]';
const web = (namespace = 'shop') =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: ${namespace}}, spec: {template: {metadata: {labels: {app: web, tier: "\${TIER}"}}, spec: {containers: ${CONTAINERS}}}}}`;
const service = (ports: string, { selector = '{app: web}', namespace = 'shop', name = 'web' } = {}) =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: ${namespace}}, spec: {selector: ${selector}, ports: ${ports}}}`;
const policy = (spec: string, { kind = 'AuthorizationPolicy', namespace = 'shop', name = 'p' } = {}) =>
  `{apiVersion: security.istio.io/v1, kind: ${kind}, metadata: {name: ${name}, namespace: ${namespace}}, spec: ${spec}}`;

function setOf(...manifests: string[]) {
  const mesh = new Mesh([readSource('/a.yaml', manifests.join('\n---\n'))], {
    rootNamespace: 'istio-system',
    namespace: '',
  });
  const [workload] = mesh.workloads();
  if (!workload) throw new Error('no workload');
  return { mesh, workload };
}

/** The exposure of ports of the first workload, as text. */
function exposed(ports: string[], ...manifests: string[]): string | undefined {
  const { mesh, workload } = setOf(...manifests);
  const found = findExposure(mesh, workload, ports);
  return found && `${found.ports} by ${found.service.display}, ${found.policy.display}`;
}

const HTTP = service('[{port: 80, targetPort: http}]');
const ANY = policy('{}');
const FOUND = '8080 by Service shop/web, AuthorizationPolicy shop/p';

describe('targetPort', () => {
  it.each([
    ['{port: 80}', '80'],
    ['{port: 80, targetPort: 8080}', '8080'],
    ['{port: 80, targetPort: null}', '80'],
    // What Kubernetes takes for unset.
    ['{port: 80, targetPort: 0}', '80'],
    ['{port: 80, targetPort: ""}', '80'],
    ['{port: 80, targetPort: http}', '8080'],
    ['{port: 80, targetPort: HTTP}', undefined],
    ['{port: 80, targetPort: "8080"}', undefined],
    ['{port: 80, targetPort: grpc}', undefined],
    ['{port: 80, targetPort: open}', undefined],
    ['{port: 80, targetPort: "${PORT}"}', undefined],
    ['{port: 80, targetPort: [http]}', undefined],
    ['{port: 80, targetPort: true}', undefined],
    ['{port: "80"}', undefined],
    ['{port: "${PORT}"}', undefined],
    ['{}', undefined],
    ['http', undefined],
  ])('of %s is %s', (port, wanted) => {
    const { mesh, workload } = setOf(web(), service(`[${port}]`));
    const [field] = mesh.ofKind('Service')[0]?.spec.child('ports').items() ?? [];
    if (!field) throw new Error('no port');
    expect(targetPort(field, workload)).toBe(wanted);
  });
});

describe('findExposure', () => {
  it.each([
    ['a Service by name of the port', [HTTP, ANY], FOUND],
    ['one by number', [service('[{port: 8080}]'), ANY], FOUND],
    ['another port', [service('[{port: 80, targetPort: 81}]'), ANY], undefined],
    ['a port of UDP', [service('[{port: 8080, protocol: UDP}]'), ANY], undefined],
    ['a port of TCP', [service('[{port: 8080, protocol: TCP}]'), ANY], FOUND],
    ['a port to be filled in', [service('[{port: 80, targetPort: "${PORT}"}]'), ANY], undefined],
    ['a Service of another namespace', [service('[{port: 8080}]', { namespace: 'other' }), ANY], undefined],
    ['a Service for others', [service('[{port: 8080}]', { selector: '{app: other}' }), ANY], undefined],
    ['a Service without a selector', [service('[{port: 8080}]', { selector: '{}' }), ANY], undefined],
    ['a selector to be filled in', [service('[{port: 8080}]', { selector: '{app: "${APP}"}' }), ANY], undefined],
    ['a label to be filled in', [service('[{port: 8080}]', { selector: '{tier: front}' }), ANY], undefined],
    ['ports that are no list', [service('{port: 8080}'), ANY], undefined],
    ['no policy', [HTTP], undefined],
    [
      'the second of two Services',
      [service('[{port: 81}]', { name: 'first' }), service('[{port: 8080}]', { name: 'second' }), ANY],
      '8080 by Service shop/second, AuthorizationPolicy shop/p',
    ],
  ])('%s', (_, manifests, wanted) => expect(exposed(['8080'], web(), ...manifests)).toBe(wanted));

  it('names all the ports that the Service exposes, in the order of the question', () => {
    const both = service('[{port: 80, targetPort: http}, {port: 9000}]');
    expect(exposed(['9000', '7000', '8080'], web(), both, ANY)).toMatch(/^9000,8080 by/);
    expect(exposed([], web(), both, ANY)).toBeUndefined();
  });

  it('takes those that nobody gives a namespace for one', () => {
    const nowhere = { namespace: '""' };
    expect(exposed(['8080'], web('""'), service('[{port: 8080}]', nowhere), policy('{}', nowhere))).toBe(
      '8080 by Service web, AuthorizationPolicy p',
    );
    expect(exposed(['8080'], web(), HTTP, policy('{}', nowhere))).toBeUndefined();
    expect(exposed(['8080'], web(), service('[{port: 8080}]', nowhere), ANY)).toBeUndefined();
  });

  const STRICT = '{mtls: {mode: STRICT}}';
  const peers = (spec: string, namespace = 'shop') => policy(spec, { kind: 'PeerAuthentication', namespace });
  it.each([
    ['{selector: {matchLabels: {app: web}}}', 'AuthorizationPolicy shop/p'],
    ['{selector: {}}', 'AuthorizationPolicy shop/p'],
    ['null', 'AuthorizationPolicy shop/p'],
    ['{selector: {matchLabels: {app: other}}}', undefined],
    ['{selector: {matchLabels: {app: "${APP}"}}}', undefined],
    ['{selector: {matchLabels: "${LABELS}"}}', undefined],
    ['{selector: "${SELECTOR}"}', undefined],
    ['"${SPEC}"', undefined],
    ['{targetRefs: [{kind: Gateway, name: waypoint}]}', undefined],
    ['{targetRef: {kind: Gateway, name: waypoint}}', undefined],
  ])('asks whom an AuthorizationPolicy is for: %s', (spec, wanted) => {
    const found = exposed(['8080'], web(), HTTP, policy(spec));
    expect(found).toBe(wanted && `8080 by Service shop/web, ${wanted}`);
  });

  it.each([
    ['an AuthorizationPolicy first', [peers(STRICT), ANY], 'AuthorizationPolicy shop/p'],
    ['of the root namespace', [policy('{}', { namespace: 'istio-system' })], 'AuthorizationPolicy istio-system/p'],
    ['none of another namespace', [policy('{}', { namespace: 'other' })], undefined],
    ['strict mutual TLS', [peers(STRICT)], 'PeerAuthentication shop/p'],
    ['strict mutual TLS of the mesh', [peers(STRICT, 'istio-system')], 'PeerAuthentication istio-system/p'],
    ['permissive mutual TLS', [peers('{mtls: {mode: PERMISSIVE}}')], undefined],
    ['a mode to be filled in', [peers('{mtls: {mode: "${MODE}"}}')], undefined],
    [
      'mutual TLS at the first port',
      [
        peers(
          '{selector: {matchLabels: {app: web}}, mtls: {mode: STRICT}, portLevelMtls: {"8080": {mode: PERMISSIVE}}}',
        ),
      ],
      undefined,
    ],
  ])('asks what policies say: %s', (_, policies, wanted) => {
    const found = exposed(['8080'], web(), HTTP, ...policies);
    expect(found).toBe(wanted && `8080 by Service shop/web, ${wanted}`);
  });
});
