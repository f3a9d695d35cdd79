import { describe, expect, it } from 'vitest';
import { briefly, manifest } from './violations-of.ts';

describe('values that are filled in later', () => {
  it.each([
    [
      'a number',
      'DestinationRule',
      'host: a\ntrafficPolicy:\n  connectionPool:\n    tcp:\n      maxConnections: ${MAX}',
    ],
    ['an enum', 'PeerAuthentication', 'mtls: {mode: "$(MODE)"}'],
    ['a field name', 'DestinationRule', '${EXTRA}: a\nsubsets: []'],
    ['a member of a oneof', 'VirtualService', 'hosts: [a]\nhttp:\n  - match:\n      - uri: {exact: "${A}", prefix: b}'],
    [
      'an address',
      'KubernetesGateway',
      'gatewayClassName: a\nlisteners: [{name: a, port: 80, protocol: HTTP}]\naddresses: [{value: "${IP}"}]',
    ],
    [
      'the key of an item',
      'ServiceEntry',
      'hosts: [a]\nports:\n  - {name: "${A}", number: 80}\n  - {name: "${A}", number: 81}',
    ],
  ])('%s', async (_, kind, spec) => {
    expect(await briefly(manifest(kind, spec))).toEqual([]);
  });

  it('do not hide what is wrong beside them', async () => {
    expect(await briefly(manifest('DestinationRule', 'exportTo: ["${NS}"]\nsubsets: 1'))).toEqual([
      'required spec',
      'type spec.subsets',
    ]);
  });
});

describe('a patch', () => {
  it('lacks nothing and counts nothing', async () => {
    const spec =
      'http:\n  - match: [{uri: {exact: a, prefix: b}}]\n    route:\n      - $patch: delete\n        destination: {subset: v1}';
    expect(await briefly(manifest('VirtualService', spec), { isPatch: true })).toEqual([]);
  });

  it('still has unknown fields, types and enums', async () => {
    const spec = 'trafficPolice: {}\nsubsets: 1\ntrafficPolicy: {tls: {mode: simple}}';
    expect(await briefly(manifest('DestinationRule', spec), { isPatch: true })).toEqual([
      'enum-near spec.trafficPolicy.tls.mode -> trafficPolicy: {tls: {mode: SIMPLE}}',
      'misspelt spec.trafficPolice',
      'type spec.subsets',
    ]);
  });
});
