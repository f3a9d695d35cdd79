import { expect, it } from 'vitest';
import { l4MatchProblems } from '../../../src/mesh/settings/l4-match.ts';
import { readSource } from '../../../src/yaml/read.ts';

function problems(text: string): string[] {
  const [document] = readSource('/a.yaml', `match: ${text}\n`).documents;
  if (!document) throw new Error('no document');
  return [...l4MatchProblems(document.root.child('match'))].map(
    ({ id, field, at }) => `${id} ${field.display.replace(/^match\./, '')} at ${at}`,
  );
}

it.each([
  ['{destinationSubnets: [10.0.0.7, 10.0.0.0/8, "2001:db8::/32", "::1"], port: 443, sourceLabels: {app: cart}}', []],
  ['{destinationSubnets: [10.0.0.0/33]}', ['subnet destinationSubnets[0] at value']],
  [
    '{destinationSubnets: [10.0.0.1, 10.0.0, "", a.example.com]}',
    [1, 2, 3].map((at) => `subnet destinationSubnets[${at}] at value`),
  ],
  ['{destinationSubnets: [10.0.0.0/8/8]}', ['subnet destinationSubnets[0] at value']],
  ['{destinationSubnets: ["${SUBNET}", 10, null, [10.0.0.0/33]]}', []],
  ['{destinationSubnets: 10.0.0.0/33}', []],
  ['{port: 0}', []],
  ['{port: 1}', []],
  ['{port: 65535}', []],
  ['{port: 65536}', ['port port at value']],
  ['{port: 4294967296}', []],
  ['{port: -1}', []],
  ['{port: "${PORT}"}', []],
  ['{port: "65536"}', []],
  ['{port: 65536.5}', []],
  ['{sourceLabels: {"-a": b, c: "d e"}}', ['label-key sourceLabels.-a at key', 'label-value sourceLabels.c at value']],
  ['{sourceLabels: {"${KEY}": b, c: "${VALUE} e"}}', []],
  ['{sourceLabels: [app]}', []],
  ['null', []],
  ['[1]', []],
])('%s', (text, wanted) => expect(problems(text)).toEqual(wanted));
