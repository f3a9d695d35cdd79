import { describe, expect, it } from 'vitest';
import { shadowedMatches, unreachableRoutes } from '../../../src/mesh/settings/match-order.ts';
import type { Field } from '../../../src/yaml/field.ts';
import { readSource } from '../../../src/yaml/read.ts';

function routesOf(...routes: string[]): readonly Field[] {
  const [document] = readSource('/a.yaml', `http: [${routes.join(', ')}]\n`).documents;
  return document?.root.child('http').maps() ?? [];
}

const place = (field: Field | undefined) =>
  field?.display.replace(/^http\[(\d+)\](?:\.match\[(\d+)\])?/, '$1 $2').trim();

/** "1 by 0": the second route comes after the first, which takes everything; "1": earlier ones take what it matches. */
function unreachable(...routes: string[]): string[] {
  return unreachableRoutes(routesOf(...routes)).map(
    ({ field, by }) => `${place(field)}${by ? ` by ${place(by)}` : ''}`,
  );
}

/** "same 1 0 by 0 1": the first condition of the second route says what the second one of the first says. */
function shadowed(...routes: string[]): string[] {
  return shadowedMatches(routesOf(...routes)).map(({ field, by, how }) => `${how} ${place(field)} by ${place(by)}`);
}

const match = (...conditions: string[]) => `{match: [${conditions.join(', ')}]}`;
const prefix = (path: string, more = '') => `{uri: {prefix: ${path}}${more}}`;

describe('routes that no request reaches', () => {
  it.each([
    [[], []],
    [['{}'], []],
    [[match(prefix('/a')), '{}'], []],
    [['{}', '{}'], ['1 by 0']],
    [
      ['{}', match(prefix('/a')), '{}'],
      ['1 by 0', '2 by 0'],
    ],
    [['{match: []}', '{}'], ['1 by 0']],
    [['{match: null}', '{}'], ['1 by 0']],
    [[match(prefix('/a')), match(prefix('/a'))], ['1']],
    [
      [match(prefix('/a'), prefix('/b')), match(prefix('/b')), match(prefix('/a'))],
      ['1', '2'],
    ],
    [[match(prefix('/a')), match(prefix('/a'), prefix('/b'))], []],
    [[match(prefix('/a')), match('{uri: {exact: /a}}')], []],
    [[match(prefix('/a')), match(prefix('/a', ', method: {exact: GET}'))], []],
    [
      [
        match('{headers: {a: {exact: b}}, method: {exact: GET}}'),
        match('{method: {exact: GET}, headers: {a: {exact: b}}}'),
      ],
      ['1'],
    ],
    [[match('{name: a, port: 80}'), match('{name: b, port: 80, ignoreUriCase: false}')], ['1']],
    [[match('{port: 80}'), match('{port: 81}')], []],
    [
      [match('{port: 80}'), match('{port: 80, gateways: []}'), match('{port: 80, headers: {}}')],
      ['1', '2'],
    ],
  ])('%j: %j', (routes, wanted) => expect(unreachable(...routes)).toEqual(wanted));

  it.each([
    [['{match: "${MATCH}"}', '{}', '{}'], ['2 by 1']],
    [['{match: {uri: a}}', '{}']],
    [['{mach: [{uri: {prefix: /a}}]}', '{}']],
    [[match('"${MATCH}"'), '{}']],
    [[match(prefix('"${PATH}"')), match(prefix('"${PATH}"'))]],
    [[match('null'), match('null')]],
    [[match('a', '1'), match('a', '1')]],
  ])('%j cannot be judged', (routes, wanted: string[] = []) => expect(unreachable(...routes)).toEqual(wanted));
});

describe('conditions that nothing is left to', () => {
  it.each([
    [[match(prefix('/a')), match(prefix('/b'))], []],
    [[match(prefix('/a'), prefix('/a'))], ['same 0 1 by 0 0']],
    [[match(prefix('/a')), match(prefix('/b'), prefix('/a'))], ['same 1 1 by 0 0']],
    [[match(prefix('/')), match(prefix('/a'))], ['wider 1 0 by 0 0']],
    [[match(prefix('/a')), match(prefix('/'))], []],
    [[match(prefix('/a')), match('{uri: {exact: /a/b}}')], ['path 1 0 by 0 0']],
    [[match('{uri: {exact: /a/b}}'), match(prefix('/a'))], []],
    [[match(prefix('/a')), match('{uri: {regex: /a/b}}')], []],
    [[match(prefix('/a')), match(prefix('/a', ', port: 80'))], ['path 1 0 by 0 0']],
    [[match(prefix('/a', ', port: 80')), match(prefix('/a'))], []],
    [[match(prefix('/a', ', port: 80')), match(prefix('/a/b', ', port: 80'))], ['wider 1 0 by 0 0']],
    [
      [
        match(prefix('/a', ', headers: {x: {exact: y}}')),
        match(prefix('/a/b', ', headers: {x: {exact: y}, z: {exact: z}}')),
      ],
      ['wider 1 0 by 0 0'],
    ],
    [[match(prefix('/a', ', headers: {x: {exact: y}}')), match(prefix('/a/b', ', headers: {x: {exact: z}}'))], []],
    [[match(prefix('/a', ', ignoreUriCase: true')), match(prefix('/a/b'))], []],
    [[match(prefix('/a')), match(prefix('/a/b', ', ignoreUriCase: true'))], []],
    [
      [match('{name: a, statPrefix: a, uri: {prefix: /a}}'), match('{name: b, uri: {prefix: /a/b}}')],
      ['wider 1 0 by 0 0'],
    ],
    [['{}', match(prefix('/a')), match(prefix('/a'))], []],
    [[match(prefix('/a')), '{}', match(prefix('/a/b'))], []],
    [
      [match(prefix('/a')), match(prefix('/a/b')), match(prefix('/a/b/c'))],
      ['wider 1 0 by 0 0', 'wider 2 0 by 0 0'],
    ],
  ])('%j: %j', (routes, wanted) => expect(shadowed(...routes)).toEqual(wanted));

  it.each([
    [[match(prefix('"${PATH}"')), match(prefix('"${PATH}"'))]],
    [[match(prefix('/'), 'null', '7'), match('null')]],
    [[match(prefix('[/]')), match(prefix('/a'))]],
    [[match(prefix('""')), match(prefix('/a'))]],
    [['{match: {uri: a}}', match(prefix('/a')), match(prefix('/a'))]],
  ])('%j cannot be judged', (routes) => expect(shadowed(...routes)).toEqual([]));
});
