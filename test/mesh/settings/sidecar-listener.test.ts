import { describe, expect, it } from 'vitest';
import { listenerProblems, repeatedPortProblems } from '../../../src/mesh/settings/sidecar-listener.ts';
import type { Field } from '../../../src/yaml/field.ts';
import { readSource } from '../../../src/yaml/read.ts';

function listeners(text: string, direction = 'ingress'): readonly Field[] {
  return readSource('/a.yaml', `${direction}: ${text}\n`).documents[0]?.root.child(direction).items() ?? [];
}

function problems(listener: string): string[] {
  return listeners(`[${listener}]`)
    .flatMap((field) => [...listenerProblems(field)])
    .map(({ id, field }) => `${id} ${field.display.replace('ingress[0].', '')}`);
}

describe('a listener', () => {
  it.each([
    ['{port: {number: 9080, name: http-1, protocol: http}, bind: 10.0.0.1}', []],
    ['{port: {number: 9080, name: "", protocol: "", targetPort: 0}, bind: ""}', []],
    ['{port: {number: 9080, name: http.1}}', ['port-name port.name']],
    [`{port: {number: 9080, name: ${'a'.repeat(64)}}}`, ['port-name port.name']],
    ['{port: {number: 9080, protocol: HTTP/1.1}}', ['protocol port.protocol']],
    ['{port: {number: 9080, targetPort: 8080}}', ['target-port port.targetPort']],
    ['{port: {number: 65536}}', ['port-range port.number']],
    ['{port: {number: 9080}, bind: localhost}', ['bind bind']],
    ['{port: {number: 9080}, bind: "unix:///a.sock"}', ['bind bind']],
    ['{port: {number: 0}, bind: "unix:///a.sock"}', []],
    ['{port: {number: 4294967296}}', []],
    ['{port: {number: -1}, bind: localhost}', []],
    ['{port: {number: "9080", name: 1, protocol: [HTTP], targetPort: http}, bind: [a]}', []],
    ['{port: {number: "${N}", name: "${A}", protocol: "${P}"}, bind: "${B}"}', []],
    ['{port: 9080}', []],
    ['null', []],
  ])('%s', (listener, wanted) => expect(problems(listener)).toEqual(wanted));
});

it.each([
  ['HTTP/1.1', 'HTTP'],
  ['http/2', 'HTTP2'],
  ['" TCP "', 'TCP'],
  ['MY-SQL', 'MySQL'],
  ['HTPP', 'HTTP'],
])('reads %s as %s', (protocol, wanted) => {
  const [found] = listeners(`[{port: {number: 1, protocol: ${protocol}}}]`).flatMap((each) => [
    ...listenerProblems(each),
  ]);
  expect(found?.data.wanted).toBe(wanted);
  expect(found?.suggestions?.map(({ desc }) => desc)).toEqual([`Write ${wanted}`]);
});

it('names all protocols where none is near', () => {
  const [found] = listeners('[{port: {number: 1, protocol: SOAP}}]').flatMap((each) => [...listenerProblems(each)]);
  expect(found?.data.wanted).toMatch(/^one of TCP, .*, MySQL$/);
  expect(found?.suggestions).toBeUndefined();
});

it('offers a socket to egress alone', () => {
  const advice = (direction: string) =>
    listeners('[{port: {number: 1}, bind: "unix:///a.sock"}]', direction).flatMap((each) =>
      [...listenerProblems(each)].map(({ data }) => data.advice),
    );
  expect(advice('ingress')).toEqual(['Write an IP address, or leave bind out.']);
  expect(advice('egress')).toEqual(['Write an IP address or number: 0 for the socket, or leave bind out.']);
});

it('tells each later listener of a port, with the first one', () => {
  const text = '[{port: {number: 1}}, {port: {number: 2}}, {port: {number: 1}}, {port: {number: 1}, bind: 10.0.0.1}]';
  const found = [...repeatedPortProblems(listeners(text))];
  expect(found.map(({ field }) => field.display)).toEqual(['ingress[2].port.number', 'ingress[3].port.number']);
  expect(found.map(({ related }) => related?.[0]?.field.display)).toEqual(Array(2).fill('ingress[0].port.number'));
  expect(found[0]?.data).toEqual({ number: 1, direction: 'ingress' });
});

it('compares no ports that are none, or not known', () => {
  const text =
    '[{port: {number: 0}}, {port: {number: 0}}, {port: {number: "${N}"}}, {port: {number: "${N}"}}, {}, null]';
  expect([...repeatedPortProblems(listeners(text))]).toEqual([]);
});
