import { expect, test } from 'vitest';
import { commentsWith } from '../../src/yaml/comments.ts';
import { readSource } from '../../src/yaml/read.ts';

function found(text: string): string[] {
  const file = readSource('a.yaml', text);
  return commentsWith(file, 'x-').map(({ start, end, text: comment }) => {
    expect(text.slice(start, end)).toBe(comment);
    return comment;
  });
}

test('comments are found wherever YAML takes them', () => {
  const text =
    '# x-top\n---\na: 1 # x-behind\nb:   #\tx-tabs\t\n  - c # x-item\n  # x-own\nd: {e: [1, # x-flow\n  2]}\n#x-last';
  expect(found(text)).toEqual(['# x-top', '# x-behind', '#\tx-tabs', '# x-item', '# x-own', '# x-flow', '#x-last']);
});

test('text in scalars is no comment', () => {
  const text = `a: "1 # x-double"
b: '2 # x-single'
c: |
  # x-block
  d # x-block
e: >-
  # x-folded
f: g#x-plain
h: "i
  # x-continued
  j"
k: l
  m#x-n
# x-true
`;
  expect(found(text)).toEqual(['# x-true']);
});

test('quoted text that goes on at the indentation of its key is no comment either', () => {
  expect(found('a:\n  b: "c\n  # x-quoted\n  d"\n  e: 1 # x-true\n')).toEqual(['# x-true']);
});

test('lines may end in CRLF, and the last one not at all', () => {
  expect(found('a: 1 # x-one\r\n# x-two\r\n---\r\nb: 2\r\n# x-three')).toEqual(['# x-one', '# x-two', '# x-three']);
});

test('a comment belongs to the document around it, one between two separators to the next', () => {
  const text = '# x-0\n---\na: 1\n# x-1\n---\n# x-2\n---\n# x-3\n---\n--- # x-4\nb: 2\n---\n# x-5\n';
  const comments = commentsWith(readSource('a.yaml', text), 'x-');
  expect(comments.map(({ text: comment, documentIndex }) => `${comment} ${documentIndex}`)).toEqual([
    '# x-0 0',
    '# x-1 0',
    '# x-2 1',
    '# x-3 1',
    '# x-4 1',
    '# x-5 1',
  ]);
});

test('a document that cannot be read takes no comments of others with it', () => {
  expect(found('a: [1\n# x-broken\n---\nb: "2 # x-text"\n---\nc: 3 # x-true\n')).toContain('# x-true');
});

test('JSON holds none', () => {
  expect(found('{"a": "# x-text", "b": ["\\" # x-more"]}')).toEqual([]);
});
