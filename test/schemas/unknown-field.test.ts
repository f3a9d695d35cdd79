import { describe, expect, it } from 'vitest';
import { briefly, manifest, violationsOf } from './violations-of.ts';

const HTTP = 'hosts: [a]\nhttp:\n  - route: [{destination: {host: a}}]\n';

describe('an unknown field', () => {
  it.each([
    ['one edit away', 'VirtualService', `${HTTP}    timeuot: 3s`, ['misspelt spec.http[0].timeuot -> timeout: 3s']],
    ['in another case', 'VirtualService', `${HTTP}    Timeout: 3s`, ['misspelt spec.http[0].Timeout -> timeout: 3s']],
    [
      'in snake_case',
      'VirtualService',
      `${HTTP}    retries: {per_try_timeout: 3s}`,
      ['snake-case spec.http[0].retries.per_try_timeout -> retries: {perTryTimeout: 3s}'],
    ],
    [
      'in kebab-case',
      'VirtualService',
      `${HTTP}    cors-policy: {}`,
      ['snake-case spec.http[0].cors-policy -> corsPolicy: {}'],
    ],
    [
      'whose right name is taken',
      'VirtualService',
      `${HTTP}    timeout: 2s\n    timeuot: 3s`,
      ['misspelt spec.http[0].timeuot'],
    ],
    ['whose value does not fit there', 'VirtualService', 'host: a', ['misspelt spec.host']],
    [
      'as near to two names',
      'DestinationRule',
      'host: a\ntrafficPolicy: {connectionPool: {ttp: {}}}',
      ['misspelt spec.trafficPolicy.connectionPool.ttp'],
    ],
    [
      'below a map key that is a number',
      'PeerAuthentication',
      'selector: {matchLabels: {app: a}}\nportLevelMtls: {8080: {mdoe: STRICT}}',
      ['misspelt spec.portLevelMtls.8080.mdoe -> portLevelMtls: {8080: {mode: STRICT}}'],
    ],
    [
      'that begins a longer name',
      'VirtualService',
      `${HTTP}    fault: {abort: {httpStatus: 500, percent: 5}}`,
      ['misspelt spec.http[0].fault.abort.percent'],
    ],
    [
      'of an object below',
      'DestinationRule',
      'host: a\ntrafficPolicy:\n  maxConnections: 1',
      ['misplaced spec.trafficPolicy.maxConnections'],
    ],
    ['that is nowhere', 'VirtualService', `${HTTP}    colour: blue`, ['unknown spec.http[0].colour']],
    ['that is nowhere among few', 'PeerAuthentication', 'colour: blue', ['unknown-of-few spec.colour']],
    [
      'of an older Istio',
      'VirtualService',
      `${HTTP}    websocketUpgrade: true`,
      ['removed spec.http[0].websocketUpgrade'],
    ],
  ])('%s', async (_, kind, spec, expected) => {
    expect(await briefly(manifest(kind, spec))).toEqual(expected);
  });

  it('is one finding where it is a required field under another name', async () => {
    expect(await briefly(manifest('DestinationRule', 'hots: a'))).toEqual(['misspelt spec.hots -> host: a']);
    expect(
      await briefly(manifest('VirtualService', 'hosts: [a]\nhttp: [{route: [{destination: {name: a}}]}]')),
    ).toEqual(['misspelt spec.http[0].route[0].destination.name']);
  });

  it('is no guess at a required field where it could be any', async () => {
    const spec = 'hosts: [a]\nhttp: [{route: [{destination: {colour: a, shape: b}}]}]';
    expect(await briefly(manifest('VirtualService', spec))).toEqual([
      'required spec.http[0].route[0].destination',
      'unknown-of-few spec.http[0].route[0].destination.colour',
      'unknown-of-few spec.http[0].route[0].destination.shape',
    ]);
  });

  it('is found at the top level and in the items of a List', async () => {
    const rule = manifest('DestinationRule', 'host: a').replace('spec:\n  host: a\n', 'host: a\nspec: {host: a}\n');
    const item = rule.replace(/^/gm, '    ').trim();
    expect(await briefly(rule)).toEqual(['misplaced host']);
    expect(await briefly(`apiVersion: v1\nkind: List\nitems:\n  - ${item}\n`)).toEqual(['misplaced items[0].host']);
  });

  it('keeps the text that a merge shares', async () => {
    const text = `x: &common\n  timeuot: 1s\n${manifest('VirtualService', 'hosts: [a]\nhttp:\n  - <<: *common\n    name: b')}`;
    expect(await briefly(text)).toEqual(['misspelt spec.http[0].timeuot', 'unknown-of-few x']);
  });
});

describe('where it belongs', () => {
  it.each([
    ['DestinationRule', 'host: a\nsubsets: [{name: v1, connectionPool: {}}]', 'under "trafficPolicy"'],
    ['DestinationRule', 'host: a\nconsecutive5xxErrors: 1', 'under "trafficPolicy.outlierDetection"'],
    ['VirtualService', 'hosts: [a]\nretries: {}', 'under "http"'],
    ['VirtualService', `${HTTP}    subset: v1`, 'under "route.destination"'],
    ['VirtualService', `${HTTP}    per_try_timeout: 1s`, 'under "retries" as "perTryTimeout"'],
    ['VirtualService', 'hosts: [a]\nhttp: [{route: [{destination: {host: a}, timeout: 1s}]}]', 'in "http"'],
    ['VirtualService', 'hosts: [a]\nhttp: [{match: [{exportTo: ["."]}]}]', 'in "spec"'],
    ['AuthorizationPolicy', 'rules: [{from: [{principals: [a]}]}]', 'under "source"'],
  ])('%s: %s', async (kind, spec, wanted) => {
    const [violation, ...more] = await violationsOf(manifest(kind, spec));
    expect(more).toEqual([]);
    expect(violation).toMatchObject({ messageId: 'misplaced', data: { wanted } });
  });

  it('is the spec for what stands in metadata, and metadata for what it alone has', async () => {
    const text = manifest('AuthorizationPolicy', 'action: DENY').replace(
      '  name: test',
      '  selector: {}\nnamespace: a',
    );
    const violations = await violationsOf(text);
    expect(violations.map(({ field, data }) => `${field.display} ${data.wanted}`).sort()).toEqual([
      'metadata.selector under "spec"',
      'namespace under "metadata"',
    ]);
  });

  it('is not guessed for names that many objects have', async () => {
    for (const name of ['port: 1', 'mode: a', 'name: a'])
      expect(await briefly(manifest('PeerAuthentication', `mtls: {}\nselector: {${name}}`))).toEqual([
        `unknown-of-few spec.selector.${name.split(':')[0]}`,
      ]);
  });
});
