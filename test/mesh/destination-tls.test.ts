import { describe, expect, it } from 'vitest';
import { subsetsOf } from '../../src/mesh/destination-rules.ts';
import { clientTlsAt, clientTlsMode } from '../../src/mesh/destination-tls.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

/** What clients do at port 80, by the spec of a rule and of its subset `v1`. */
function modeOf(policy: string, subset?: string): string {
  const subsets = subset === undefined ? '' : `, subsets: [{name: v1, trafficPolicy: ${subset}}]`;
  const text = `{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: a}, spec: {host: a, trafficPolicy: ${policy}${subsets}}}`;
  const [rule] = new Mesh([readSource('/a.yaml', text)], { rootNamespace: 'istio-system', namespace: '' }).resources;
  if (!rule) throw new Error('no rule');
  const tls = clientTlsAt(rule, 80, subset === undefined ? undefined : subsetsOf(rule)?.[0]?.subset);
  return typeof tls === 'object' ? tls.mode : (tls ?? 'unknown');
}

const port = (tls: string, number = '80') =>
  `portLevelSettings: [{port: {number: ${number}}${tls && `, tls: ${tls}`}}]`;

describe('clientTlsAt', () => {
  it('takes the settings of the port for all there is', () => {
    expect(modeOf('{tls: {mode: DISABLE}}')).toBe('DISABLE');
    expect(modeOf(`{tls: {mode: DISABLE}, ${port('{mode: SIMPLE}')}}`)).toBe('SIMPLE');
    expect(modeOf(`{tls: {mode: DISABLE}, ${port('{mode: SIMPLE}', '81')}}`)).toBe('DISABLE');
    expect(modeOf(port('').replace(/^/, '{').concat('}'))).toBe('automatic');
    expect(modeOf('{loadBalancer: {simple: RANDOM}}')).toBe('automatic');
    expect(modeOf('null')).toBe('automatic');
  });

  it('lets a subset say otherwise', () => {
    expect(modeOf('{tls: {mode: DISABLE}}', '{tls: {mode: ISTIO_MUTUAL}}')).toBe('ISTIO_MUTUAL');
    expect(modeOf('{tls: {mode: DISABLE}}', '{}')).toBe('DISABLE');
    expect(modeOf(`{${port('{mode: MUTUAL}')}}`, '{}')).toBe('MUTUAL');
    expect(modeOf(`{${port('{mode: MUTUAL}')}}`, '{tls: {mode: SIMPLE}}')).toBe('SIMPLE');
    expect(modeOf('{tls: {mode: DISABLE}}', `{${port('{mode: SIMPLE}')}}`)).toBe('SIMPLE');
  });

  it('does not know what a port without tls does below settings with it', () => {
    expect(modeOf(`{tls: {mode: DISABLE}, ${port('')}}`)).toBe('unknown');
    expect(modeOf('{tls: {mode: DISABLE}}', `{${port('')}}`)).toBe('unknown');
    expect(modeOf('{}', `{tls: {mode: SIMPLE}, ${port('')}}`)).toBe('unknown');
  });

  it('takes tls without a mode for DISABLE, and knows nothing of what is misspelt or open', () => {
    expect(modeOf('{tls: {}}')).toBe('DISABLE');
    expect(modeOf('{tls: {sni: a}}')).toBe('DISABLE');
    expect(modeOf('{tls: {mode: null}}')).toBe('DISABLE');
    expect(modeOf('{tls: null}')).toBe('automatic');
    expect(modeOf('{tls: {mod: SIMPLE}}')).toBe('unknown');
    expect(modeOf('{tsl: {mode: SIMPLE}}')).toBe('unknown');
    expect(modeOf('{tls: {mode: "${MODE}"}}')).toBe('unknown');
    expect(modeOf('{tls: {mode: STRICT}}')).toBe('unknown');
    expect(modeOf('{tls: [SIMPLE]}')).toBe('unknown');
    expect(modeOf(`{tls: {mode: DISABLE}, ${port('{mode: SIMPLE}', '"${PORT}"')}}`)).toBe('unknown');
    expect(modeOf('"${POLICY}"')).toBe('unknown');
  });
});

it('reads a mode', () => {
  const { root } = readSource('/a.yaml', '{tls: {mode: MUTUAL}}').documents[0] ?? {};
  expect(root && clientTlsMode(root.child('tls'))).toBe('MUTUAL');
});
