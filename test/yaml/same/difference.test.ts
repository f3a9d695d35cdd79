import { describe, expect, it } from 'vitest';
import { entryOf, type MapNode, type ScalarNode, type SequenceNode, type YamlNode } from '../../../src/yaml/node.ts';
import { type ParsedText, parseWithYaml } from '../../../src/yaml/parse.ts';
import { difference } from './difference.ts';
import { shorten } from './shorten.ts';

const TEXT = `a: &x 1
b: [true, "2"]
c:
  <<: {d: 3}
  e: |
    four
a: 5
`;

/** Changed as a reader with a mistake would read it. */
function changed(change: (parsed: ParsedText & { root: MapNode }) => void): ParsedText {
  const parsed = structuredClone(parseWithYaml(TEXT, 10));
  if (parsed.root?.type !== 'map') throw new Error('the text is a map');
  change({ ...parsed, root: parsed.root });
  return parsed;
}

function at(root: YamlNode, ...path: (string | number)[]): YamlNode {
  const [step, ...rest] = path;
  if (step === undefined) return root;
  const next =
    root.type === 'map' ? entryOf(root, String(step))?.value : root.type === 'sequence' && root.items[Number(step)];
  if (!next) throw new Error(`nothing at ${step}`);
  return at(next, ...rest);
}

const scalar = (root: YamlNode, ...path: (string | number)[]) => at(root, ...path) as ScalarNode;
const entry = (root: YamlNode, name: string, ...path: string[]) => {
  const found = entryOf(at(root, ...path) as MapNode, name);
  if (!found) throw new Error(`nothing at ${name}`);
  return found;
};

describe('the comparison of two readers', () => {
  it('finds none in the same text, read twice', () => {
    expect(difference(parseWithYaml(TEXT, 10), parseWithYaml(TEXT, 10))).toBeUndefined();
  });

  it.each<[string, (parsed: ParsedText & { root: MapNode }) => void]>([
    ['root: end is 70, not 69', ({ root }) => root.end++],
    ['.a: value is "5", not 5', ({ root }) => Object.assign(scalar(root, 'a'), { value: '5' })],
    ['.b[0]: style is "quoted", not "plain"', ({ root }) => Object.assign(scalar(root, 'b', 0), { style: 'quoted' })],
    ['.b[1]: start is 27, not 28', ({ root }) => scalar(root, 'b', 1).start--],
    ['.b[1]: type is nothing, not "scalar"', ({ root }) => (at(root, 'b') as SequenceNode).items.pop()],
    ['.b: type is "scalar", not "sequence"', ({ root }) => (entry(root, 'b').value = at(root, 'a'))],
    [".c: key's start is 34, not 33", ({ root }) => entry(root, 'c').start++],
    [".c.e: key's end is 53, not 52", ({ root }) => entry(root, 'e', 'c').end++],
    ['.c: keys is ["f","d"], not ["e","d"]', ({ root }) => (entry(root, 'e', 'c').name = 'f')],
    ['root: keys is ["c","b","a"], not ["a","b","c"]', ({ root }) => root.entries.reverse()],
    ['root: keys is ["a","b","c","a"], not ["a","b","c"]', ({ root }) => root.entries.push(entry(root, 'a'))],
    ['root: type is nothing, not "map"', (parsed) => Object.assign(parsed, { root: undefined })],
    [
      'names of fields is ["a","b","c","e"], not ["a","b","c","d","e"]',
      (parsed) => Object.assign(parsed, { fieldNames: ['a', 'b', 'c', 'e'] }),
    ],
  ])('%s', (told, change) => {
    const parsed = structuredClone(parseWithYaml(TEXT, 10));
    change(parsed as ParsedText & { root: MapNode });
    expect(difference(parseWithYaml(TEXT, 10), parsed)).toBe(told);
  });

  it.each<[string, (parsed: ParsedText) => void]>([
    ['message', ({ problems: [first] }) => Object.assign(first ?? {}, { message: 'another' })],
    ['place', ({ problems: [first] }) => Object.assign(first ?? {}, { start: 0 })],
    ['first one', ({ problems: [first] }) => delete first?.related],
    ['absence', ({ problems }) => problems.pop()],
  ])("a problem's %s", (_, change) => {
    expect(difference(parseWithYaml(TEXT, 10), changed(change))).toMatch(
      /^problems is .*, not \[\{"code":"duplicate-key"/,
    );
  });

  it('tells -0 from 0 and a text from a number', () => {
    const [wanted, actual] = [parseWithYaml('0', 0), parseWithYaml('0', 0)];
    Object.assign(actual.root ?? {}, { value: -0 });
    expect(difference(wanted, actual)).toBe('root: value is -0, not 0');
  });

  it('compares once what aliases share', () => {
    const laughs = [
      'a0: &a0 [1]',
      ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`),
    ];
    const [wanted, actual] = [parseWithYaml(laughs.join('\n'), 0), parseWithYaml(laughs.join('\n'), 0)];
    expect(difference(wanted, actual)).toBeUndefined();
  });
});

describe('the shortest text that shows a difference', () => {
  it('has neither lines nor characters that do not matter', () => {
    expect(shorten('a: 1\nb:\n  - c\n  - "d" # e\nf: 2\n', (text) => text.includes('- "'))).toBe('- "');
  });

  it('may be nothing', () => {
    expect(shorten('a: 1\n', () => true)).toBe('');
  });
});
