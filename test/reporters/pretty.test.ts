import { describe, expect, test } from 'vitest';
import type { Finding, Range } from '../../src/report.ts';
import pretty from '../../src/reporters/pretty.ts';
import type { ReporterOptions } from '../../src/reporters/reporter.ts';
import { tagColors } from './ansi.ts';
import { finding, options, rangeOf, related, report, rule, sampleReport } from './sample.ts';

const FILE = '/repo/a.yaml';

async function show(
  source: string,
  range: Range,
  parts: Partial<Finding> = {},
  settings: Partial<ReporterOptions> = {},
) {
  const text = await pretty(report([{ filePath: FILE, source, findings: [finding(range, parts)] }]), {
    ...options,
    ...settings,
  });
  return text.split('\n');
}

/** The rows of the code frame: source lines and underlines. */
async function frameOf(
  source: string,
  range: Range,
  parts: Partial<Finding> = {},
  settings: Partial<ReporterOptions> = {},
) {
  return (await show(source, range, parts, settings)).filter((row) => /^[\d ]+[│⋮]/.test(row));
}

describe('golden', () => {
  test('plain', async () => {
    await expect(await pretty(sampleReport(), options)).toMatchFileSnapshot('golden/pretty.txt');
  });

  test('in colour, with links', async () => {
    const text = await pretty(sampleReport(), { ...options, color: true, hyperlinks: true });
    await expect(tagColors(text)).toMatchFileSnapshot('golden/pretty-color.txt');
  });

  test('colour changes nothing but colour', async () => {
    const colored = await pretty(sampleReport(), { ...options, color: true });
    expect(tagColors(colored).replace(/‹[^›]*›/g, '')).toBe(await pretty(sampleReport(), options));
  });
});

describe('alignment', () => {
  test('underlines exactly the range', async () => {
    const source = 'a:\n  b: STRCT # no\nc: 1\n';
    expect(await frameOf(source, rangeOf(source, 'STRCT'))).toEqual([
      ' 1 │ a:',
      ' 2 │   b: STRCT # no',
      '   │      ^^^^^',
      ' 3 │ c: 1',
    ]);
  });

  test('tabs take four cells and are seen', async () => {
    const source = 'a:\t{b: x}\n';
    expect(await frameOf(source, rangeOf(source, 'x'))).toEqual([' 1 │ a:→   {b: x}', '   │           ^']);
  });

  test('wide characters take two cells', async () => {
    const source = '名前: {表示: 値, b: 中文}\n';
    expect(await frameOf(source, rangeOf(source, '中文'))).toEqual([
      ' 1 │ 名前: {表示: 値, b: 中文}',
      `   │ ${' '.repeat(20)}^^^^`,
    ]);
  });

  test.each([
    ['a single emoji', '🚀'],
    ['a family of joined emoji', '👨‍👩‍👧'],
    ['a flag', '🇫🇷'],
    ['a skin tone', '👍🏽'],
    ['a variation selector', '❤️'],
  ])('%s takes two cells', async (_, emoji) => {
    const source = `a: ${emoji} b\n`;
    expect(await frameOf(source, rangeOf(source, 'b'))).toEqual([` 1 │ a: ${emoji} b`, '   │       ^']);
  });

  test('combining marks take none', async () => {
    const source = 'cafe\u0301: x\n';
    expect(await frameOf(source, rangeOf(source, 'x'))).toEqual([' 1 │ cafe\u0301: x', '   │       ^']);
  });

  test('a byte order mark takes none', async () => {
    const source = '\ufeffkind: X\n';
    expect(await frameOf(source, rangeOf(source, 'X'))).toEqual([' 1 │ kind: X', '   │       ^']);
  });

  test.each([
    ['CRLF', '\r\n'],
    ['lone CR', '\r'],
  ])('%s ends a line and is not shown', async (_, end) => {
    const source = ['a: 1', 'b: 22', 'c: 3', ''].join(end);
    expect(await frameOf(source, rangeOf(source, '22'))).toEqual([
      ' 1 │ a: 1',
      ' 2 │ b: 22',
      '   │    ^^',
      ' 3 │ c: 3',
    ]);
  });

  test('of several lines, the first is underlined to its end', async () => {
    const source = 'a: |  \n  one\n  two\nb: 1\n';
    expect(await frameOf(source, rangeOf(source, '|  \n  one\n  two'))).toEqual([
      ' 1 │ a: |',
      '   │    ^',
      ' 2 │   one',
    ]);
  });

  test('an empty range and one past the end of the line get one mark', async () => {
    const source = 'a:\nb: 1\n';
    const empty = { line: 1, column: 3, endLine: 1, endColumn: 3 };
    expect((await frameOf(source, empty))[1]).toBe('   │   ^');
    expect((await frameOf(source, { ...empty, column: 99, endColumn: 99 }))[1]).toBe('   │   ^');
  });

  test('blank lines and document separators are no context', async () => {
    const source = 'z: 1\n---\na: 1\n\nb: 2\n';
    expect(await frameOf(source, rangeOf(source, 'a'))).toEqual([' 3 │ a: 1', '   │ ^']);
  });

  test('line numbers of all findings share one column', async () => {
    const source = Array.from({ length: 1000 }, (_, index) => `key${index}: 1`).join('\n');
    const findings = [finding(rangeOf(source, 'key0')), finding(rangeOf(source, 'key998'), { message: 'other' })];
    const text = await pretty(report([{ filePath: FILE, source, findings }]), options);
    const bars = text.split('\n').filter((row) => row.includes('│'));
    expect(new Set(bars.map((row) => row.indexOf('│')))).toEqual(new Set([5]));
  });

  test('a place that the file does not have gets no frame', async () => {
    expect(await frameOf('', { line: 4, column: 1, endLine: 4, endColumn: 2 })).toEqual([]);
  });
});

describe('long lines', () => {
  const long = (before: number, after: number) => `${'b'.repeat(before)} WRONG ${'a'.repeat(after)}`;

  test.each([
    ['near the start', 10, 500],
    ['in the middle', 300, 500],
    ['at the end', 300, 0],
    ['far into a huge line', 100_000, 100_000],
  ])('clipped around a range %s', async (_, before, after) => {
    const source = `${long(before, after)}\n`;
    const [line = '', underline = ''] = await frameOf(source, rangeOf(source, 'WRONG'), {}, { width: 80 });
    expect(line.length).toBeLessThanOrEqual(80);
    expect(line.slice(underline.indexOf('^'), underline.lastIndexOf('^') + 1)).toBe('WRONG');
    expect(line.includes('│ …')).toBe(before > 10);
    expect(line.endsWith('…')).toBe(after > 0);
  });

  test('clipped between wide characters', async () => {
    const source = `${'値'.repeat(200)}WRONG${'値'.repeat(200)}\n`;
    const [line = '', underline = ''] = await frameOf(source, rangeOf(source, 'WRONG'), {}, { width: 60 });
    const before = line.slice(line.indexOf('│'), line.indexOf('WRONG'));
    const cells = [...before].reduce((sum, character) => sum + (character === '値' ? 2 : 1), 0);
    expect(underline.indexOf('^') - underline.indexOf('│')).toBe(cells);
  });

  test('a range longer than the line is underlined up to the edge', async () => {
    const source = `a: "${'x'.repeat(300)}"\n`;
    const [line = '', underline = ''] = await frameOf(source, rangeOf(source, source.slice(3, -1)), {}, { width: 80 });
    expect(line.length).toBeLessThanOrEqual(80);
    expect(underline.length).toBeLessThanOrEqual(80);
    expect(line[underline.indexOf('^')]).toBe('"');
  });

  test('a line that fits exactly is whole', async () => {
    const source = `a: ${'x'.repeat(72)}\n`;
    const [line = ''] = await frameOf(source, rangeOf(source, 'a'), {}, { width: 80 });
    expect(line).toBe(` 1 │ ${source.trimEnd()}`);
  });

  test('an unknown or tiny width still shows the range', async () => {
    const source = `${long(300, 300)}\n`;
    for (const width of [0, 5, Number.POSITIVE_INFINITY, Number.NaN]) {
      expect((await frameOf(source, rangeOf(source, 'WRONG'), {}, { width }))[0]).toContain('WRONG');
    }
  });
});

describe('what a terminal might obey', () => {
  test('controls in source, messages and paths become visible', async () => {
    const source = 'a: "\x1b[31m\x07" # \x9b2J\u202e\u2028\n';
    const text = await pretty(
      report([
        {
          filePath: '/repo/\x1b]0;x\x07.yaml',
          source,
          findings: [
            finding(rangeOf(source, '\x07'), {
              message: 'Value \x1b[2J\u202e is\nnot known',
              help: 'Use \x08',
              resource: { apiVersion: 'v1', kind: 'X\x1b', namespace: '\x07', name: 'n' },
              related: [related('/x\x1b', rangeOf('a', 'a'), 'there\x07')],
            }),
          ],
        },
      ]),
      options,
    );
    expect(text).not.toMatch(/[^\n\P{Cc}]|[\u202e\u2028]/u);
    expect(text).toContain('a: "␛[31m␇" # <U+009B>2J<U+202E><U+2028>');
    expect(text).toContain('error: Value ␛[2J<U+202E> is not known [');
  });

  test('the underline counts what is shown in their place', async () => {
    const source = 'a: \u202eb\n';
    expect(await frameOf(source, rangeOf(source, 'b'))).toEqual([' 1 │ a: <U+202E>b', '   │            ^']);
  });

  test('an address with a control character is no link', async () => {
    const findings = [finding(rangeOf('a', 'a'), { ruleId: 'x/y' })];
    const rules = [rule('x/y', { url: 'https://mesh-lint.example/\x1b\\' })];
    const text = await pretty(report([{ filePath: FILE, source: 'a', findings }], { rules }), {
      ...options,
      hyperlinks: true,
    });
    expect(text).not.toContain('\x1b');
  });
});

describe('related places', () => {
  test('of the same file share the frame, in the order of their lines', async () => {
    const source = 'a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\n';
    const others = [related(FILE, rangeOf(source, 'f'), 'after'), related(FILE, rangeOf(source, 'b'), 'before')];
    expect(await frameOf(source, rangeOf(source, '4'), { related: others })).toEqual([
      ' 2 │ b: 2',
      '   │ - before',
      ' 3 │ c: 3',
      ' 4 │ d: 4',
      '   │    ^',
      ' 5 │ e: 5',
      ' 6 │ f: 6',
      '   │ - after',
    ]);
  });

  test('on the line of the finding get a row of their own', async () => {
    const source = 'a: {b: 1, b: 2}\n';
    const others = [related(FILE, rangeOf(source, 'b'), 'first written here')];
    expect(await frameOf(source, rangeOf(source, 'b', 2), { related: others })).toEqual([
      ' 1 │ a: {b: 1, b: 2}',
      '   │           ^',
      '   │     - first written here',
    ]);
  });

  test('none is lost where there are many', async () => {
    const source = Array.from({ length: 30 }, (_, index) => `key${index}: 1`).join('\n');
    const others = Array.from({ length: 30 }, (_, index) =>
      related(
        index % 2 ? FILE : '/repo/b.yaml',
        { line: index + 1, column: 1, endLine: index + 1, endColumn: 2 },
        `place ${index};`,
      ),
    );
    const text = (await show(source, rangeOf(source, 'key3'), { related: others })).join('\n');
    for (const { message } of others) expect(text).toContain(message);
  });
});

describe('folding', () => {
  const source = 'a: 1\nb: 1\n';
  const files = (amount: number, parts: (index: number) => Partial<Finding>) =>
    Array.from({ length: amount }, (_, index) => ({
      filePath: `/repo/${index}.yaml`,
      source,
      findings: [
        finding(rangeOf(source, 'b'), {
          resource: { apiVersion: 'v1', kind: 'Service', namespace: '', name: `svc-${index}` },
          ...parts(index),
        }),
      ],
    }));

  test('the same words in more than five places are said once, and every place is named', async () => {
    const text = await pretty(report(files(7, () => ({ help: 'Do it' }))), options);
    expect(text.match(/^error:/gm)).toHaveLength(1);
    for (let index = 0; index < 7; index++) expect(text).toContain(`${index}.yaml:2:1 · Service svc-${index}`);
    expect(text).toContain('also at: 6 more places');
    expect(text).toContain('✖ 7 problems (7 errors) in 7 files');
  });

  test.each([
    ['five places', files(5, () => ({}))],
    ['other words', files(7, (index) => ({ message: `Number ${index}` }))],
    ['another help', files(7, (index) => ({ help: `Number ${index}` }))],
    ['another level', files(7, (index) => ({ level: index < 4 ? 'error' : 'info' }))],
    ['related places', files(7, (index) => ({ related: [related(FILE, rangeOf('a', 'a'), `Number ${index}`)] }))],
  ])('not with %s', async (_, list) => {
    const text = await pretty(report(list), options);
    expect(text.match(/^(?:error|info):/gm)).toHaveLength(list.length);
    expect(text).not.toContain('also at');
  });
});

test('suggestions are told', async () => {
  const fix = { range: [0, 1] as [number, number], text: 'b' };
  const rows = await show('a: 1\n', rangeOf('a', 'a'), {
    help: 'Rename it',
    suggestions: [{ desc: 'Call it b', fix }],
  });
  expect(rows.slice(4, 6)).toEqual(['   ├─ help: Rename it', '   ╰─ try: Call it b']);
});

test('paths outside the working directory stay whole, standard input keeps its name', async () => {
  const at = async (filePath: string) =>
    (
      await pretty(report([{ filePath, source: 'a', findings: [finding(rangeOf('a', 'a'))] }]), {
        ...options,
        cwd: '/repo/k8s',
      })
    ).split('\n')[1];
  expect(await at('/repo/k8s/deep/a.yaml')).toContain('─ deep/a.yaml:1:1');
  expect(await at('/repo/k8s-other/a.yaml')).toContain('─ /repo/k8s-other/a.yaml:1:1');
  expect(await at('/repo/k8s/..hidden.yaml')).toContain('─ ..hidden.yaml:1:1');
  expect(await at('<stdin>')).toContain('─ <stdin>:1:1');
});
