import { describe, expect, it } from 'vitest';
import {
  actionOf,
  isEmptyList,
  OPERATION_FIELDS,
  operationsOf,
  rulesOf,
  SOURCE_FIELDS,
  sourcesOf,
  writtenLists,
} from '../../src/mesh/authorization-policy.ts';
import { readSource } from '../../src/yaml/read.ts';
import type { Resource } from '../../src/yaml/resource.ts';

function policy(spec: string, isPatch = false): Resource {
  const text = `apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: a}\nspec: ${spec}\n`;
  const [resource] = readSource('/a.yaml', text).resources;
  if (!resource) throw new Error('no resource');
  return isPatch ? resource.asPatch() : resource;
}

describe('actionOf', () => {
  it('is ALLOW where nothing is written, but not in a patch', () => {
    expect(actionOf(policy('{}'))).toBe('ALLOW');
    expect(actionOf(policy('{action: null}'))).toBe('ALLOW');
    expect(actionOf(policy('{}', true))).toBeUndefined();
    expect(actionOf(policy('{action: DENY}', true))).toBe('DENY');
  });

  it.each([
    '{action: deny}',
    '{action: ""}',
    '{action: 1}',
    '{action: [DENY]}',
    '{action: "${ACTION}"}',
    '{acton: DENY}',
  ])('does not know %s', (spec) => expect(actionOf(policy(spec))).toBeUndefined());
});

describe('sourcesOf and operationsOf', () => {
  it('leave out what is no source or operation', () => {
    const [rule, ...others] = rulesOf(
      policy(
        '{rules: [{from: [{source: {a: 1}}, {source: null}, {operation: {}}, null, x], to: [{operation: {}}]}, {}]}',
      ),
    );
    if (!rule) throw new Error('no rule');
    expect(sourcesOf(rule).map(({ pointer }) => pointer)).toEqual(['/spec/rules/0/from/0/source']);
    expect(operationsOf(rule)).toHaveLength(1);
    expect(others.flatMap(sourcesOf)).toEqual([]);
  });

  it.each(['{}', '{rules: null}', '{rules: {from: []}}', '[]'])('of %s are none', (spec) => {
    expect(rulesOf(policy(spec))).toEqual([]);
  });
});

describe('writtenLists', () => {
  it('has each list that is written, and its negation', () => {
    const source = policy('{notPrincipals: [], ipBlocks: null, namespaces: "${A}", paths: [a], other: 1}').spec;
    const names = (fields: typeof SOURCE_FIELDS) => writtenLists(source, fields).map(({ known }) => known.name);
    expect(names(SOURCE_FIELDS)).toEqual(['notPrincipals', 'namespaces']);
    expect(names(OPERATION_FIELDS)).toEqual(['paths']);
  });

  it('knows what a TCP connection has', () => {
    const http = [...SOURCE_FIELDS, ...OPERATION_FIELDS].filter(({ tcp }) => !tcp).map(({ name }) => name);
    expect(http.filter((name) => !name.startsWith('not'))).toEqual(['requestPrincipals', 'hosts', 'methods', 'paths']);
    expect(http).toContain('notRequestPrincipals');
  });
});

describe('isEmptyList', () => {
  it.each([
    ['{}', true],
    ['{rules: null}', true],
    ['{rules: []}', true],
    ['{rules: [null]}', false],
    ['{rules: {}}', false],
    ['{rules: "${RULES}"}', false],
    ['{rules: ""}', false],
  ])('of %s is %s', (spec, wanted) => {
    expect(isEmptyList(policy(spec).spec.child('rules'))).toBe(wanted);
  });
});
