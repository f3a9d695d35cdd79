import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../../src/text/display.ts';
import { frame, type Mark } from '../../src/text/frame.ts';
import { findSecrets } from '../../src/text/secrets.ts';
import { SourceLines } from '../../src/text/source-lines.ts';

function rowsOf(text: string, marks: Mark[], width: number) {
  const lines = new SourceLines(text);
  return frame({ lines, hiddenFrom: findSecrets(lines) }, marks, new Set(marks.map((mark) => mark.range.line)), width);
}

const pieces = fc.constantFrom(
  ...[
    'a',
    'key: ',
    '値',
    '🚀',
    '👨‍👩‍👧',
    'e\u0301',
    '\t',
    '\x1b',
    '\u202e',
    '\ud83d',
    '\ufeff',
    '\n',
    '\r\n',
    '\r',
    '---',
    ' ',
  ],
  ...['x'.repeat(90), '値'.repeat(90), 'kind: Secret\n', '"', '|'],
);
const texts = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(''));
const numbers = fc.integer({ min: 1, max: 120 });
const marks = fc.array(
  fc.record({
    range: fc.record({
      line: fc.integer({ min: 1, max: 12 }),
      column: numbers,
      endLine: fc.integer({ min: 1, max: 12 }),
      endColumn: numbers,
    }),
    kind: fc.constantFrom('primary' as const, 'related' as const),
    label: fc.constant(''),
  }),
  { minLength: 1, maxLength: 4 },
);

describe('of any text, with any marks', () => {
  test('no row is wider than asked for, steers the terminal or points beside its line', () => {
    fc.assert(
      fc.property(texts, marks, fc.integer({ min: 20, max: 120 }), (text, places, width) => {
        let cells = 0;
        for (const row of rowsOf(text, places, width)) {
          if (row.type === 'source') {
            expect(row.text).not.toMatch(/\p{Cc}|\u202e/u);
            cells = textWidth(row.text);
            expect(cells).toBeLessThanOrEqual(width);
          } else if (row.type === 'underline') {
            expect(row.length).toBeGreaterThan(0);
            expect(row.indent).toBeGreaterThanOrEqual(0);
            expect(row.indent + row.length).toBeLessThanOrEqual(width + 1);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('every mark on a line that exists gets its underline', () => {
    fc.assert(
      fc.property(texts, marks, (text, places) => {
        const { count } = new SourceLines(text);
        const underlines = rowsOf(text, places, 60).filter((row) => row.type === 'underline');
        expect(underlines).toHaveLength(places.filter((mark) => mark.range.line <= count).length);
      }),
    );
  });
});

describe('marks that a clipped line leaves out', () => {
  const source = `first ${'x'.repeat(200)} second ${'y'.repeat(200)}`;
  const mark = (word: string, kind: Mark['kind']): Mark => {
    const column = source.indexOf(word) + 1;
    return { range: { line: 1, column, endLine: 1, endColumn: column + word.length }, kind, label: word };
  };

  test('stand at the edge', () => {
    const rows = rowsOf(source, [mark('second', 'primary'), mark('first', 'related')], 60);
    expect(rows[2]).toMatchObject({ type: 'underline', indent: 0, length: 1, label: 'first' });
    const turned = rowsOf(source, [mark('first', 'primary'), mark('second', 'related')], 60);
    expect(turned[2]).toMatchObject({ type: 'underline', indent: 59, length: 1, label: 'second' });
  });
});
