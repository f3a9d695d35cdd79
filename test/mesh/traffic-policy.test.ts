import { expect, it } from 'vitest';
import { trafficPoliciesOf } from '../../src/mesh/traffic-policy.ts';
import { readSource } from '../../src/yaml/read.ts';

function places(spec: string): string[] {
  const text = `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a}\nspec: ${spec}\n`;
  return readSource('/a.yaml', text)
    .resources.flatMap(trafficPoliciesOf)
    .map((policy) => policy.display);
}

it('finds the policies of the host, its ports, its subsets and their ports', () => {
  const spec = `{
    trafficPolicy: {portLevelSettings: [{port: {number: 1}}]},
    subsets: [{name: v1, trafficPolicy: {portLevelSettings: [{port: {number: 2}}, {port: {number: 3}}]}}, {name: v2}]}`;
  expect(places(spec)).toEqual([
    'spec.trafficPolicy',
    'spec.trafficPolicy.portLevelSettings[0]',
    'spec.subsets[0].trafficPolicy',
    'spec.subsets[0].trafficPolicy.portLevelSettings[0]',
    'spec.subsets[0].trafficPolicy.portLevelSettings[1]',
  ]);
});

it('takes odd types for nothing', () => {
  expect(places('{trafficPolicy: [1], subsets: {v1: {}}}')).toEqual([]);
  expect(places('null')).toEqual([]);
  expect(places('{subsets: [null, v1, {trafficPolicy: null}]}')).toEqual([]);
});
