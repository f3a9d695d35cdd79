import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMATS, linearPattern } from '../../scripts/schema-patterns.ts';
import { ISTIO_VERSIONS } from '../../src/schemas/index.ts';
import { wantedFormat, wantedPattern } from '../../src/schemas/words.ts';
import { ROOT } from '../support/fixtures.ts';

const VENDORED = join(ROOT, 'src', 'schemas', 'vendored');

type Schema = Record<string, unknown>;

function read(name: string): string {
  return readFileSync(join(VENDORED, name), 'utf8');
}

const definitions: Record<string, Schema> = JSON.parse(read('definitions.json'));

/** Every schema in a schema, itself included; a property of the name of a keyword is none. */
function schemasIn(schema: Schema): Schema[] {
  const inner = Object.entries(schema).flatMap(([keyword, value]) => {
    if (typeof value !== 'object' || value === null) return [];
    if (keyword === 'properties') return Object.values(value);
    if (['oneOf', 'anyOf', 'allOf'].includes(keyword)) return value as Schema[];
    return ['items', 'additionalProperties', 'not'].includes(keyword) ? [value as Schema] : [];
  });
  return [schema, ...inner.flatMap((item: Schema) => schemasIn(item))];
}

const all = Object.values(definitions).flatMap(schemasIn);

function valuesOf(keyword: string): string[] {
  return [...new Set(all.flatMap((schema) => (typeof schema[keyword] === 'string' ? String(schema[keyword]) : [])))];
}

describe('vendored schemas', () => {
  it('are kept once each, by content', () => {
    for (const [id, schema] of Object.entries(definitions))
      expect(createHash('sha256').update(JSON.stringify(schema)).digest('hex').slice(0, 10)).toBe(id);
  });

  it('hold nothing that leads nowhere, and nothing that nobody uses', () => {
    const indexes = ISTIO_VERSIONS.map((minor) => JSON.parse(read(`${minor}.json`)));
    const used = new Set<string>();
    const use = (id: string): void => {
      const schema = definitions[id];
      if (!schema) throw new Error(`no definition ${id}`);
      if (used.has(id)) return;
      used.add(id);
      for (const { $ref } of schemasIn(schema)) if (typeof $ref === 'string') use($ref);
    };
    for (const index of indexes)
      for (const { versions, standard = {} } of Object.values<{ versions: object; standard?: object }>(index))
        for (const id of [...Object.values(versions), ...Object.values(standard)]) use(id);
    expect([...used].sort()).toEqual(Object.keys(definitions));
  });

  it('keep rules, defaults and list types, and leave prose out', () => {
    expect(all.filter((schema) => 'x-kubernetes-validations' in schema).length).toBeGreaterThan(100);
    expect(all.filter((schema) => 'default' in schema).length).toBeGreaterThan(40);
    expect(all.filter((schema) => 'x-kubernetes-list-map-keys' in schema).length).toBeGreaterThan(10);
    expect(all.filter((schema) => typeof schema.description === 'string')).toEqual([]);
  });

  it('are what the locks say', () => {
    const { outputs }: { outputs: Record<string, string> } = JSON.parse(read('lock.json'));
    const { sha256 }: { sha256: string } = JSON.parse(read('envoy.lock.json'));
    const sums = { ...outputs, 'envoy.json': sha256 };
    const files = readdirSync(VENDORED).filter((name) => !name.endsWith('lock.json'));
    expect(Object.keys(sums).sort()).toEqual(files.sort());
    for (const [name, sum] of Object.entries(sums))
      expect(createHash('sha256').update(read(name)).digest('hex'), name).toBe(sum);
  });

  it('are what the modules yield, where Go and its modules can be had', { timeout: 60_000 }, () => {
    const script = join(ROOT, 'scripts', 'schemas-update.ts');
    const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    expect(() => execFileSync(process.execPath, [tsx, script, '--check'], { stdio: 'pipe' })).not.toThrow();
  });
});

describe('patterns', () => {
  const patterns = valuesOf('pattern');

  it('mean the same to JavaScript as to RE2', () => {
    for (const pattern of patterns) {
      expect(() => new RegExp(pattern)).not.toThrow();
      expect(pattern, 'flags, POSIX classes and escapes that only RE2 has').not.toMatch(
        /\(\?[^:]|\[\[?:|\\[AzQEpPCx](?!60)/,
      );
    }
  });

  it('take no more than quadratic time', () => {
    const probes = ['a', '!', '-', 'a.', 'a-', 'a/', '1h', '%41', ' a', '*.'].flatMap((part) => [
      `${part.repeat(2000)}\u0001`,
      `${part.repeat(2000)} `,
    ]);
    for (const pattern of patterns.map(linearPattern)) {
      const expression = new RegExp(pattern);
      const start = performance.now();
      for (const probe of probes) expression.test(probe);
      // 2,000 parts: quadratic is half a second at most, cubic more than eight.
      expect(performance.now() - start, pattern).toBeLessThan(3000);
    }
  });

  it('that are rewritten for it accept the same', () => {
    for (const pattern of patterns.filter((candidate) => linearPattern(candidate) !== candidate)) {
      const [before, after] = [new RegExp(pattern), new RegExp(linearPattern(pattern))];
      for (const text of ['', 'a', 'a b', 'a\tb', 'a  b', ' a', 'a ', 'a b c', 'é', 'a\nb', '!~', '\u007f'])
        expect(after.test(text), JSON.stringify(text)).toBe(before.test(text));
    }
  });

  it('have words', () => {
    expect(patterns.filter((pattern) => wantedPattern(linearPattern(pattern)).startsWith('text of the form'))).toEqual(
      [],
    );
  });
});

describe('formats', () => {
  it('are all known, but for those that Kubernetes passes over', () => {
    const strings = valuesOf('format').filter((format) => !['int32', 'int64', 'double', 'binary'].includes(format));
    expect(strings.filter((format) => !(format in FORMATS) || wantedFormat(format).startsWith('of the'))).toEqual([]);
  });

  it.each([
    ['ipv4', ['0.0.0.0', '255.255.255.255', '10.0.0.1'], ['256.0.0.1', '1.2.3', '01.2.3.4', '1.2.3.4.5', '']],
    [
      'ipv6',
      [
        '::',
        '::1',
        '1::',
        'fe80::1',
        '1:2:3:4:5:6:7:8',
        '1:2:3:4:5:6:7::',
        '::2:3:4:5:6:7:8',
        '::ffff:1.2.3.4',
        '1:2::1.2.3.4',
      ],
      ['', ':', ':::', '1', '1::2::3', '1:2:3:4:5:6:7:8:9', '12345::', '::1.2.3', '1:2:3:4:5:6:7:8::', 'g::'],
    ],
    ['byte', ['YQ==', 'YWI=', 'YWJj'], ['', 'YQ', 'Y', 'YQ=', 'a b=']],
  ])('%s', (format, right, wrong) => {
    for (const text of right) expect(FORMATS[format]?.test(text), text).toBe(true);
    for (const text of wrong) expect(FORMATS[format]?.test(text), text).toBe(false);
  });
});
