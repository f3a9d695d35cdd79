import { expect, test } from 'vitest';
import { SourceLines } from '../../src/text/source-lines.ts';
import { LineIndex } from '../../src/yaml/lines.ts';

test.each([
  ['', ['']],
  ['a', ['a']],
  ['a\n', ['a', '']],
  ['a\r\nb', ['a', 'b']],
  ['a\rb\n\nc\r\n', ['a', 'b', '', 'c', '']],
  ['\r\r\n\n', ['', '', '', '']],
])('%j', (text, expected) => {
  const lines = new SourceLines(text);
  expect(Array.from({ length: lines.count }, (_, index) => lines.line(index + 1))).toEqual(expected);
  expect([lines.line(0), lines.line(lines.count + 1)]).toEqual([undefined, undefined]);
});

test('says of every offset what the reader of YAML says', () => {
  const text = 'a\nbc\r\n\rd\n\n';
  const lines = new SourceLines(text);
  const index = new LineIndex(text);
  for (let offset = 0; offset <= text.length; offset++) {
    expect(lines.range(offset, text.length)).toEqual(index.range(offset, text.length));
  }
});
