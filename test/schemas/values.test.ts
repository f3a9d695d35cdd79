import { describe, expect, it } from 'vitest';
import { briefly, manifest, violationsOf } from './violations-of.ts';

interface Case {
  what: string;
  kind: string;
  spec: string;
  expected: string[];
}

const CASES: Case[] = [
  {
    what: 'text where a number belongs',
    kind: 'DestinationRule',
    spec: 'host: a\ntrafficPolicy:\n  connectionPool:\n    tcp:\n      maxConnections: "100"',
    expected: ['type spec.trafficPolicy.connectionPool.tcp.maxConnections -> maxConnections: 100'],
  },
  {
    what: 'text that is no number where one belongs',
    kind: 'DestinationRule',
    spec: 'host: a\ntrafficPolicy:\n  connectionPool:\n    tcp:\n      maxConnections: "007"',
    expected: ['type spec.trafficPolicy.connectionPool.tcp.maxConnections'],
  },
  {
    what: 'a number where text belongs, as it was written',
    kind: 'DestinationRule',
    spec: 'host: a\nsubsets:\n  - name: v1\n    labels:\n      version: 1.10',
    expected: ['type spec.subsets[0].labels.version -> version: "1.10"'],
  },
  {
    what: 'what YAML 1.1 reads as a boolean where text belongs',
    kind: 'DestinationRule',
    spec: 'host: on',
    expected: ['type spec.host -> host: "on"'],
  },
  {
    what: 'a number where a duration belongs, which quotes would not mend',
    kind: 'VirtualService',
    spec: 'hosts: [a]\nhttp:\n  - timeout: 10',
    expected: ['type spec.http[0].timeout'],
  },
  {
    what: 'a number where an enum belongs, which quotes would not mend',
    kind: 'PeerAuthentication',
    spec: 'mtls:\n  mode: 1',
    expected: ['type spec.mtls.mode'],
  },
  {
    what: 'only the type where a wrong type breaks all below',
    kind: 'VirtualService',
    spec: 'hosts: [a]\nhttp:\n  route: []',
    expected: ['type spec.http'],
  },
  {
    what: 'an enum in lower case',
    kind: 'PeerAuthentication',
    spec: 'mtls: {mode: strict}',
    expected: ['enum-near spec.mtls.mode -> mtls: {mode: STRICT}'],
  },
  {
    what: 'a misspelt enum, without a fix',
    kind: 'PeerAuthentication',
    spec: 'mtls: {mode: STRIKT}',
    expected: ['enum-near spec.mtls.mode'],
  },
  {
    what: 'an enum of its own',
    kind: 'PeerAuthentication',
    spec: 'mtls: {mode: ALWAYS}',
    expected: ['enum spec.mtls.mode'],
  },
  {
    what: 'a missing field at the place it is missing from',
    kind: 'DestinationRule',
    spec: 'subsets: []',
    expected: ['required spec'],
  },
  {
    what: 'a required field that is null',
    kind: 'DestinationRule',
    spec: 'host: null',
    expected: ['required spec.host'],
  },
  {
    what: 'a null item, which is never pruned',
    kind: 'VirtualService',
    spec: 'hosts: [a, null]',
    expected: ['type spec.hosts[1]'],
  },
  {
    what: 'numbers out of bounds, also those of int32',
    kind: 'VirtualService',
    spec: 'hosts: [a]\nhttp:\n  - route:\n      - destination: {host: a, port: {number: -1}}\n        weight: 4294967296',
    expected: ['range spec.http[0].route[0].destination.port.number', 'range spec.http[0].route[0].weight'],
  },
  {
    what: 'too little and too much',
    kind: 'WasmPlugin',
    spec: `url: ""\nsha256: abc\nvmConfig:\n  env:\n    - name: ${'x'.repeat(257)}`,
    expected: ['pattern spec.sha256', 'size spec.url', 'size spec.vmConfig.env[0].name'],
  },
  {
    what: 'a map that is empty without its nulls',
    kind: 'PeerAuthentication',
    spec: 'selector: {matchLabels: {a: b}}\nportLevelMtls: {80: null}',
    expected: ['size spec.portLevelMtls'],
  },
  {
    what: 'two members of a oneof at the second, once',
    kind: 'VirtualService',
    spec: 'hosts: [a]\nhttp:\n  - match:\n      - uri: {regex: a, exact: b, prefix: c}',
    expected: ['oneof spec.http[0].match[0].uri.exact'],
  },
  {
    what: 'both oneofs of an object that has two',
    kind: 'DestinationRule',
    spec: 'host: a\ntrafficPolicy:\n  loadBalancer:\n    consistentHash:\n      useSourceIp: true\n      httpHeaderName: a\n      maglev: {}\n      ringHash: {}',
    expected: [
      'oneof spec.trafficPolicy.loadBalancer.consistentHash.httpHeaderName',
      'oneof spec.trafficPolicy.loadBalancer.consistentHash.ringHash',
    ],
  },
  {
    what: 'the type of a member of a oneof and nothing of the oneof',
    kind: 'VirtualService',
    spec: 'hosts: [a]\nhttp:\n  - match:\n      - uri: {exact: 1}',
    expected: ['type spec.http[0].match[0].uri.exact -> - uri: {exact: "1"}'],
  },
  {
    what: 'items of a list-map with the same key',
    kind: 'ServiceEntry',
    spec: 'hosts: [a]\nports:\n  - {name: http, number: 80}\n  - {name: https, number: 443}\n  - {name: http, number: 81}',
    expected: ['repeated spec.ports[2].name'],
  },
  {
    what: 'a choice between formats, at the value',
    kind: 'KubernetesGateway',
    spec: 'gatewayClassName: a\nlisteners:\n  - {name: a, port: 80, protocol: HTTP}\naddresses:\n  - {value: 10.0.0.256}\n  - {value: "::ffff:10.0.0.1"}\n  - {type: Hostname, value: a.example.com}',
    expected: ['pattern spec.addresses[0].value'],
  },
];

describe('what breaks a schema is reported', () => {
  it.each(CASES)('$what', async ({ kind, spec, expected }) => {
    expect(await briefly(manifest(kind, spec))).toEqual(expected);
  });
});

describe('what fits is silent', () => {
  it.each([
    ['a null that is pruned', 'VirtualService', 'hosts: [a]\nhttp:\n  - timeout: null\n    retries: null'],
    [
      'one oneof member and a null one',
      'VirtualService',
      'hosts: [a]\nhttp:\n  - match:\n      - uri: {exact: a, prefix: null}',
    ],
    [
      'a nullable field',
      'DestinationRule',
      'host: a\ntrafficPolicy:\n  outlierDetection: {consecutive5xxErrors: null}',
    ],
    [
      'an open value',
      'EnvoyFilter',
      'configPatches:\n  - applyTo: CLUSTER\n    patch: {operation: MERGE, value: {any: [1, null, {b: 2}]}}',
    ],
    ['a number for a map of ports', 'WorkloadEntry', 'address: 10.0.0.1\nports: {http: 80}'],
    ['numeric keys', 'PeerAuthentication', 'portLevelMtls:\n  8080: {mode: DISABLE}\nselector: {matchLabels: {a: b}}'],
    [
      'a field of the experimental channel',
      'HTTPRoute',
      'rules:\n  - retry: {attempts: 2, codes: [503]}\n    backendRefs:\n      - {name: a, port: 80}',
    ],
    ['list-map items whose keys come from defaults', 'HTTPRoute', 'parentRefs:\n  - {name: a}\n  - {name: b}'],
    [
      'as many characters as allowed, though more UTF-16 units',
      'WasmPlugin',
      `url: a\nvmConfig:\n  env:\n    - name: ${'😀'.repeat(256)}`,
    ],
  ])('%s', async (_, kind, spec) => {
    expect(await briefly(manifest(kind, spec))).toEqual([]);
  });

  it('status, and metadata that Kubernetes adds', async () => {
    const text = `${manifest('DestinationRule', 'host: a')}status:\n  anything: 1\n`.replace(
      '  name: test',
      '  name: test\n  uid: a\n  generation: 2\n  creationTimestamp: null\n  managedFields: [{manager: kubectl}]\n  labels: {a: null}',
    );
    expect(await briefly(text)).toEqual([]);
  });
});

describe('metadata', () => {
  it('holds text in labels and annotations', async () => {
    const text = manifest('DestinationRule', 'host: a').replace(
      '  name: test',
      '  name: 7\n  labels: {a: 1}\n  annotations: {b: true, c: [x]}\n  colour: blue',
    );
    expect(await briefly(text)).toEqual([
      'type metadata.annotations.b -> annotations: {b: "true", c: [x]}',
      'type metadata.annotations.c',
      'type metadata.labels.a -> labels: {a: "1"}',
      'type metadata.name -> name: "7"',
      'unknown metadata.colour',
    ]);
  });

  it('is a map', async () => {
    expect(await briefly('apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: [a]\n')).toEqual([
      'type metadata',
    ]);
  });
});

describe('a fix', () => {
  it('is not offered for text that an alias shares', async () => {
    const spec =
      'host: a\ntrafficPolicy:\n  connectionPool:\n    tcp: {maxConnections: &max "5"}\n    http: {http2MaxRequests: *max}';
    expect(await briefly(manifest('DestinationRule', spec))).toEqual([
      'type spec.trafficPolicy.connectionPool.http.http2MaxRequests',
      'type spec.trafficPolicy.connectionPool.tcp.maxConnections',
    ]);
  });

  it('is not offered for block text', async () => {
    expect(
      await briefly(manifest('DestinationRule', 'host: a\nsubsets:\n  - name: v1\n    labels: |\n      5')),
    ).toEqual(['type spec.subsets[0].labels']);
  });
});

describe('words', () => {
  async function words(kind: string, spec: string) {
    const [violation] = await violationsOf(manifest(kind, spec));
    return violation?.data;
  }

  it('say what was found and what is wanted', async () => {
    expect(await words('VirtualService', 'hosts: [a]\nhttp: [{timeout: 10}]')).toEqual({
      path: 'spec.http[0].timeout',
      found: 'the number 10',
      wanted: 'a duration such as 500ms, 10s or 1m30s',
    });
    expect(await words('VirtualService', 'hosts: {a: b}')).toMatchObject({ found: 'a map', wanted: 'a list' });
    expect(await words('PeerAuthentication', 'mtls: {mode: 1}')).toMatchObject({
      found: 'the number 1',
      wanted: 'one of UNSET, DISABLE, PERMISSIVE, STRICT',
    });
    expect(await words('WasmPlugin', `url: a\nsha256: ${'é'.repeat(100)}`)).toMatchObject({
      found: `the text "${'é'.repeat(60)}…"`,
      wanted: 'a SHA-256 checksum: 64 hexadecimal digits in lower case',
    });
    expect(await words('ServiceEntry', 'hosts: []')).toMatchObject({ wanted: 'must have at least one item' });
    expect(await words('ServiceEntry', `hosts: [${'a,'.repeat(257)}]`)).toMatchObject({
      wanted: 'must have at most 256 items, but has 257',
    });
  });
});
