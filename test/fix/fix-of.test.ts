import { describe, expect, it } from 'vitest';
import { fixOf } from '../../src/engine/fix-of.ts';
import { readEmbedded } from '../../src/yaml/embedded.ts';
import { readSource } from '../../src/yaml/read.ts';

function replaceA(text: string, replacement: string): string | undefined {
  const file = readSource('/a.yaml', text);
  const host = file.documents[0]?.root.child('config');
  const document = host && readEmbedded(host);
  const node = document?.root.child('a').node;
  const fix = document && node && fixOf(document, { start: node.start, end: node.end, text: replacement });
  return fix && text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1]);
}

describe('an edit of configuration in a string', () => {
  it.each([
    ['config: |\n  a: 1\n  b: 2\n', '"x"', 'config: |\n  a: "x"\n  b: 2\n'],
    ['config: |\r\n  a: 1\r\n  b: 2\r\n', '1\n  c: 3', 'config: |\r\n  a: 1\r\n  c: 3\r\n  b: 2\r\n'],
    ['config: \'{"a": 1}\'\n', '"x"', 'config: \'{"a": "x"}\'\n'],
    ["config: '{a: 1}'\n", "'x'", undefined],
    ['config: "{a: 1}"\n', '"x"', undefined],
    ['config: "{a: 1}"\n', '1\n', undefined],
    ['config: "{a: 1}"\n', '2', 'config: "{a: 2}"\n'],
  ])('%j with %j', (text, replacement, wanted) => {
    expect(replaceA(text, replacement)).toBe(wanted);
  });
});
