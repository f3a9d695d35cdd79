import { readFileSync } from 'node:fs';
import { type CelInput, CelScalar, celEnv, celFunc, celMethod, isCelError, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { celId, compileCel, isCompiled } from '../../scripts/cel.ts';
import { CEL_MESSAGES } from '../../src/schemas/cel/messages.ts';
import * as run from '../../src/schemas/cel/runtime.ts';
import { isIp } from '../../src/values/ip.ts';
import { parseUrl } from '../../src/values/uri.ts';

interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema | boolean;
  'x-kubernetes-validations'?: { rule: string }[];
  'x-kubernetes-int-or-string'?: boolean;
}

const definitions: Record<string, Schema> = JSON.parse(
  readFileSync(new URL('../../src/schemas/vendored/definitions.json', import.meta.url), 'utf8'),
);

/** Each distinct rule, with a schema that it stands at. */
const rules = new Map<string, { rule: string; schema: Schema }>();
collect(definitions);

function collect(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const schema = node as Schema;
  for (const { rule } of schema['x-kubernetes-validations'] ?? [])
    if (isCompiled(rule)) rules.set(celId(rule), { rule, schema });
  for (const inner of Object.values(node)) collect(inner);
}

/** Is the rule met? An error is answered for neither. */
function compiled(rule: string): (self: unknown) => boolean {
  return new Function('run', `return ${compileCel(rule)}`)(run);
}

/** Kubernetes' own functions, which the library lacks; a URL is handed on as its scheme. */
const environment = celEnv({
  funcs: [
    ...strings,
    celFunc('isURL', [CelScalar.STRING], CelScalar.BOOL, (text) => parseUrl(text, true).problem === undefined),
    celFunc('isIP', [CelScalar.STRING], CelScalar.BOOL, (text) => isIp(text) && !text.includes('%')),
    celFunc('url', [CelScalar.STRING], CelScalar.STRING, (text) => {
      const url = parseUrl(text, true);
      if (url.problem !== undefined) throw new Error(url.problem);
      return url.scheme;
    }),
    celMethod('getScheme', CelScalar.STRING, [], CelScalar.STRING, function scheme() {
      return this;
    }),
  ],
});

/** Answers true, false or 'error'. */
function reference(rule: string): (self: unknown) => unknown {
  const evaluate = plan(environment, parse(rule));
  return (self) => {
    const result = evaluate({ self: celInput(self) });
    return isCelError(result) ? 'error' : result;
  };
}

/** The reference knows nothing of Kubernetes' escapes: a rule that says `__namespace__` looks for just that. */
function celInput(value: unknown): CelInput {
  if (typeof value === 'number') return BigInt(value);
  if (Array.isArray(value)) return value.map(celInput);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name === 'namespace' ? '__namespace__' : name, celInput(inner)]),
    );
  return value as CelInput;
}

/** Texts near to what some rule looks for. */
const TEXTS = [
  ...[
    '',
    'a',
    'a*',
    '*',
    '*.example.com',
    'a.*.com',
    '/',
    '/a//b',
    '/a/./b',
    '/a/../b',
    '/a/..',
    '/a/.',
    '/a%2fb',
    '/a%2F',
  ],
  ...['/a#', '/ü', '1ms', '0s', '10s', '2h', '0.5ms', 'soon', 'http://a', 'https://a', 'oci://a', 'ftp://a', '://'],
  ...[
    'unix:///a',
    'unix://@a',
    'unix://a',
    'unix:///a/',
    '1.2.3.4',
    '10.0.0.0/8',
    '::1',
    'a.svc.cluster.local',
    'A_b',
    '80',
    '0',
  ],
];

/** Values for a schema, of the fields that the rule names. The reference reads '' as the number and duration 0, Go not. */
function valuesFor(schema: Schema, rule: string): fc.Arbitrary<unknown> {
  const texts = /\b(?:int|duration)\(/.test(rule) ? TEXTS.filter(Boolean) : TEXTS;
  const at = schema.$ref === undefined ? schema : (definitions[schema.$ref] ?? {});
  const inner = (value: Schema) => valuesFor(value, rule);
  if (at['x-kubernetes-int-or-string']) return fc.oneof(fc.constantFrom(...texts), fc.constantFrom(0, 80));
  if (at.enum) return fc.constantFrom(...at.enum);
  if (at.type === 'integer' || at.type === 'number') return fc.constantFrom(-1, 0, 1, 2, 80, 65535, 65536);
  if (at.type === 'boolean') return fc.boolean();
  if (at.type === 'array') return fc.array(inner(at.items ?? {}), { maxLength: 4 });
  if (at.properties) {
    const named = Object.entries(at.properties).filter(([name]) => rule.includes(name));
    return fc.record(Object.fromEntries(named.map(([name, value]) => [name, inner(value)])), { requiredKeys: [] });
  }
  if (typeof at.additionalProperties === 'object')
    return fc.dictionary(fc.constantFrom(...texts, 'a/b', `${'a'.repeat(253)}/b`), inner(at.additionalProperties), {
      maxKeys: 3,
    });
  if (at.type === 'object') return fc.dictionary(fc.constantFrom(...texts), fc.constantFrom(...texts), { maxKeys: 3 });
  const quoted = [...rule.matchAll(/'([^']*)'|"([^"]*)"/g)].map((match) => match[1] ?? match[2] ?? '');
  return quoted.length > 0
    ? fc.oneof(fc.constantFrom(...texts), fc.constantFrom(...quoted))
    : fc.constantFrom(...texts);
}

describe('compiled CEL rules', () => {
  const seen = new Map<string, Set<unknown>>();
  /** `format` is a library of Kubernetes that the reference has no counterpart of. */
  const comparable = [...rules].filter(([, { rule }]) => !rule.includes('format.'));

  it.each(comparable)('%s answers what the reference answers', (id, { rule, schema }) => {
    const [ours, opposite, theirs] = [compiled(rule), compiled(`!(${rule})`), reference(rule)];
    const outcomes = new Set<unknown>();
    fc.assert(
      fc.property(valuesFor(schema, rule), (self) => {
        const expected = theirs(self);
        outcomes.add(expected);
        expect(ours(self)).toBe(expected === true);
        expect(opposite(self)).toBe(expected === false);
      }),
      { numRuns: 300, seed: 20 },
    );
    seen.set(id, outcomes);
  });

  it('counts the matches of all rules of a route', () => {
    const sums = [...rules.values()].filter(({ rule }) => rule.endsWith('<= 128'));
    expect(sums.length).toBe(2);
    const routeOf = (perRule: number) => Array.from({ length: 16 }, () => ({ matches: Array(perRule).fill({}) }));
    for (const { rule } of sums) {
      const asked = [routeOf(8), routeOf(9)];
      expect(asked.map(compiled(rule))).toEqual([true, false]);
      expect(asked.map(reference(rule))).toEqual([true, false]);
    }
  });

  it('was asked about values that meet the rule and values that do not, for every rule but those of 128 matches', () => {
    const oneSided = comparable
      .filter(([id]) => {
        const outcomes = seen.get(id);
        return !outcomes?.has(true) || outcomes.size < 2;
      })
      .filter(([, { rule }]) => !rule.endsWith('<= 128'));
    expect(oneSided.map(([, { rule }]) => rule)).toEqual([]);
  });

  it('absorbs errors as CEL does', () => {
    const rule = compiled('self.all(x, int(x) > 0) || self.size() == 2');
    const not = compiled('!(self.all(x, int(x) > 0) || self.size() == 2)');
    const values = [['1'], ['a'], ['a', '1'], ['a', '0', '1']];
    expect(values.map(rule)).toEqual([true, false, true, false]);
    expect(values.map(not)).toEqual([false, false, false, true]);
  });

  it('takes null for absent and counts only what the API server keeps', () => {
    expect(compiled('has(self.a) || self.size() > 0')({ a: null })).toBe(false);
  });

  it('reads no number and no duration from nothing, as Go does', () => {
    const rules = [
      'int(self) == 0',
      'int(self) != 0',
      "duration(self) == duration('0s')",
      "duration(self) != duration('0s')",
    ];
    expect(rules.map((rule) => compiled(rule)(''))).toEqual([false, false, false, false]);
  });

  it('checks DNS labels', () => {
    const rule = compiled('size(self) == 0 || format.dns1123Label().validate(self) == null');
    expect([rule('a-b'), rule(''), rule('A'), rule('a'.repeat(64))]).toEqual([true, true, false, false]);
  });

  it.each([
    'self.unknownMethod()',
    'self.map(x, x + 1) == []',
    'self.map(x, x > 1, 2) == []',
    'other == 1',
    "{'a': 1}.size() > 0",
    'self.matches(self.pattern)',
  ])('does not compile %s', (rule) => expect(() => compileCel(rule)).toThrow(/CEL/));
});

describe('patterns in CEL rules', () => {
  const patterns = [...rules.values()].flatMap(({ rule }) =>
    [...rule.matchAll(/matches\((?:r"""(.*?)"""|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\)/g)].map(
      ([, raw, double, single]) => raw ?? JSON.parse(`"${double ?? single ?? ''}"`),
    ),
  );

  it.each([...new Set(patterns)])('%s matches as RE2 does', (pattern: string) => {
    const anyCase = pattern.includes('(?i)');
    const ours = new RegExp(pattern.replace('(?i)', ''), anyCase ? 'iu' : '');
    const theirs = RE2JS.compile(pattern);
    const piece = fc.constantFrom('a', 'Z', '0', '-', '.', '_', '*', '/', '%', '2f', '%2f', '\n', 'ü', 'k', '\u212a');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        expect(ours.test(text)).toBe(theirs.matcher(text).find());
      }),
      { numRuns: 300, seed: 20 },
    );
  });
});

describe('messages of CEL rules', () => {
  it('are for all nine minors', () => expect(rules.size).toBeGreaterThan(140));

  it('every vendored rule has one', () => {
    expect([...rules].filter(([id]) => !CEL_MESSAGES[id]).map(([, { rule }]) => rule)).toEqual([]);
  });
  it('there is none without a rule', () => {
    expect(Object.keys(CEL_MESSAGES).filter((id) => !rules.has(id))).toEqual([]);
  });
});
