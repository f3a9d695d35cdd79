import { describe, expect, it } from 'vitest';
import { rewriteString } from '../../src/yaml/edit.ts';
import { readSource } from '../../src/yaml/read.ts';

function rewritten(text: string, value: string): string | undefined {
  const field = readSource('/a.yaml', text).documents[0]?.root.child('a');
  const edit = field && rewriteString(field, value);
  return edit && text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

describe('rewriteString', () => {
  it.each([
    ['a: b # c', 'd', 'a: d # c'],
    ['a: "b"', 'd"e', 'a: "d\\"e"'],
    ["a: 'b'", "d'e", "a: 'd''e'"],
    ['{a: b, c: d}', 'x,y', '{a: "x,y", c: d}'],
    ['a: b', 'true', 'a: "true"'],
    ['a: b', '1.20', 'a: "1.20"'],
    ['a: b', '500m', 'a: 500m'],
    ['a: b', '', 'a: ""'],
    ['a: b', '*.example.com', 'a: "*.example.com"'],
    ['a: b', 'x: y', 'a: "x: y"'],
    ['a: b', 'x:', 'a: "x:"'],
    ['a: b', '/dev/stdout', 'a: /dev/stdout'],
    ['a: b', 'shop/gateway', 'a: shop/gateway'],
  ])('%s with %s', (text, value, wanted) => {
    expect(rewritten(text, value)).toBe(wanted);
    expect(readSource('/a.yaml', wanted).documents[0]?.root.child('a').string).toBe(value);
  });

  it.each(['a: |\n  b\n', 'a: &x b\n', 'x: &x b\na: *x\n'])('leaves %j alone', (text) => {
    expect(rewritten(text, 'c')).toBeUndefined();
  });
});
