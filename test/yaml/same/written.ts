import fc from 'fast-check';
import { type Block, filling, mostly, oneOf, plain, quoted, SPECIAL, scalarBlock, tail } from './written-scalars.ts';

const key = fc.oneof(
  {
    weight: 30,
    arbitrary: oneOf(...'abcdefghi', 'name', 'host', 'port', 'spec', 'a.b/c', 'é', '8080', 'x-y', 'x_y'),
  },
  { weight: 1, arbitrary: fc.oneof(quoted, plain) },
  {
    weight: 1,
    arbitrary: oneOf(
      '<<',
      '*a',
      '&a k',
      '!!str k',
      '? a',
      '[a]',
      '{a: b}',
      'a b',
      'null',
      'on',
      '~',
      '"a\n b"',
      '',
      'a:b',
      'a #',
    ),
  },
);
const colon = mostly(oneOf(':'), oneOf(' :', '', '\t:', '::', ': :', ':\t'), 25);
/** Anchors and tags between a key and its value. */
const properties = mostly(
  oneOf(''),
  oneOf(' &a', ' !!str', ' &b !x', ' !', ' &a\n', ' !!int', ' !!map', ' &a # c\n', ' !<x> '),
  25,
);
const jitter = fc.oneof(
  { weight: 60, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(-2, -1, 1, 2) },
);
const pad = (width: number) => ' '.repeat(Math.max(0, width));
/** How much deeper what belongs to a key stands. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.constant(2) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 5 }) },
);
const dash = mostly(oneOf('- '), oneOf('-   ', '-\t', '-', '- \t', '-  '), 12);

interface Tree {
  /** What follows `key:` or `-`. */
  value: Block;
  /** The lines of a map; the first is written behind an indentation that stands already. */
  map: Block;
  list: Block;
  [name: string]: Block;
}

const { value, map, list } = fc.letrec<Tree>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'value' },
    { weight: 7, arbitrary: scalarBlock },
    { weight: 3, arbitrary: below(tie('map'), step) },
    { weight: 2, arbitrary: below(tie('list'), fc.oneof(fc.constant(0), step)) },
  ),
  map: fc
    .array(fc.record({ filling, jitter, key, colon, properties, value: tie('value') }), {
      minLength: 1,
      maxLength: 4,
      depthIdentifier: 'value',
    })
    .map(
      (entries): Block =>
        (indent) =>
          entries
            .map((entry, i) => {
              const before = i === 0 ? '' : entry.filling + pad(indent + entry.jitter);
              return before + entry.key + entry.colon + entry.properties + entry.value(indent);
            })
            .join(''),
    ),
  list: fc
    .array(
      fc.oneof(
        { maxDepth: 4, depthIdentifier: 'value' },
        { weight: 3, arbitrary: item(scalarBlock) },
        { weight: 1, arbitrary: item(tie('value')) },
        { weight: 3, arbitrary: compact(tie('map')) },
        { weight: 1, arbitrary: compact(tie('list')) },
      ),
      { minLength: 1, maxLength: 3, depthIdentifier: 'value' },
    )
    .map(
      (items): Block =>
        (indent) =>
          items.map((write, i) => (i === 0 ? write(indent).trimStart() : write(indent))).join(''),
    ),
}));

/** A collection on the lines below its key. */
function below(collection: fc.Arbitrary<Block>, by: fc.Arbitrary<number>): fc.Arbitrary<Block> {
  return fc.tuple(tail, filling, by, collection).map(
    ([end, filled, deeper, write]): Block =>
      (indent) =>
        end + filled + pad(indent + deeper) + write(indent + deeper),
  );
}

function item(content: fc.Arbitrary<Block>): fc.Arbitrary<Block> {
  return fc.tuple(filling, jitter, properties, content).map(
    ([filled, shift, property, write]): Block =>
      (indent) =>
        `${filled}${pad(indent + shift)}-${property}${write(indent)}`,
  );
}

/** `- a: b` and `- - a`. */
function compact(collection: fc.Arbitrary<Block>): fc.Arbitrary<Block> {
  return fc.tuple(filling, jitter, dash, collection).map(
    ([filled, shift, lead, write]): Block =>
      (indent) =>
        filled + pad(indent + shift) + lead + write(indent + lead.length),
  );
}

const start = mostly(
  oneOf('', '', '', '\n', '# first\n', '# a: b\n\n'),
  oneOf(
    '\ufeff',
    '%YAML 1.1\n',
    '%YAML 1.2\n---\n',
    '---\n',
    '---',
    '\ufeff# first\n',
    '%TAG ! x\n',
    ' ',
    '\t',
    '\n\n   \n',
    '&a ',
    '!!map\n',
  ),
);
const end = mostly(
  oneOf('', '', '', '', '\n', '# last\n', '\n\n'),
  oneOf(
    '...\n',
    '... # last\n',
    '...\nmore: x\n',
    '---\n',
    ' # last',
    '   ',
    '\t',
    '\u0000',
    '...',
    '\n  # in\n',
    'a',
    '- a\n',
    '}',
  ),
);

const lineEnds = fc.oneof(
  { weight: 8, arbitrary: fc.constant((text: string) => text) },
  { weight: 2, arbitrary: fc.constant((text: string) => text.replace(/\n/g, '\r\n')) },
  { weight: 2, arbitrary: fc.constant((text: string) => text.replace(/\s+$/, '')) },
  { weight: 1, arbitrary: fc.constant((text: string) => text.replace(/\n/, '\r\n')) },
  { weight: 1, arbitrary: fc.constant((text: string) => text.replace(/\n/, '\r')) },
);

const root = fc.oneof({ weight: 8, arbitrary: map }, { weight: 3, arbitrary: list }, { weight: 1, arbitrary: value });

/** Block YAML as people write it, and seldom as they should not. */
export const written: fc.Arbitrary<string> = fc
  .tuple(start, fc.integer({ min: 0, max: 9 }), root, end, lineEnds)
  .map(([first, depth, write, last, ends]) => {
    const indent = Math.max(0, depth - 7);
    return ends(first + pad(indent) + write(indent) + last);
  });

const edit = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom('insert', 'insert', 'delete', 'delete', 'replace', 'repeat', 'move', 'indent'),
  length: fc.integer({ min: 1, max: 3 }),
  text: oneOf(' ', '\n', '\r\n', '\r', '\n ', '\n- ', '\n  ', '\na: ', 'a', '"\n', '|\n', '>-\n', '\n#', ...SPECIAL),
});

/** Such a text with a few characters changed by somebody who does not know what they mean. */
export const damaged: fc.Arbitrary<string> = fc
  .tuple(written, fc.array(edit, { minLength: 1, maxLength: 4 }))
  .map(([text, edits]) => edits.reduce(damage, text));

function damage(
  text: string,
  { at, kind, length, text: added }: { at: number; kind: string; length: number; text: string },
): string {
  const from = at % (text.length + 1);
  if (kind === 'insert') return text.slice(0, from) + added + text.slice(from);
  if (kind === 'delete') return text.slice(0, from) + text.slice(from + length);
  if (kind === 'replace') return text.slice(0, from) + added + text.slice(from + length);
  const lines = text.split('\n');
  const line = at % lines.length;
  const there = lines[line] ?? '';
  if (kind === 'repeat') lines.splice(line, 0, there);
  else if (kind === 'move') lines.splice((line + length) % lines.length, 0, ...lines.splice(line, 1));
  else lines[line] = at % 2 === 0 ? ' '.repeat(length) + there : there.slice(1);
  return lines.join('\n');
}
