import fc from 'fast-check';

/** What follows `key:` or `-`, up to and with its last line end, in a collection at this indentation. */
export type Block = (indent: number) => string;

/** Characters and turns that YAML gives a meaning to somewhere. */
export const SPECIAL = [
  ...[':', ': ', ' :', '#', ' #', '# ', '-', '- ', '?', '? ', '&a', '*a', '!', '!!str ', '|', '>', '%', '@', '`', '~'],
  ...[
    "'",
    '"',
    '\\',
    '\\n',
    '{',
    '}',
    '[',
    ']',
    ',',
    '<<',
    '<<: ',
    '---',
    '...',
    '\t',
    '  ',
    '=',
    '.',
    '+',
    '_',
    '0x1F',
  ],
  ...['é', '日本', '😀', '\ud83d', '\u0000', '\u0007', '\u001b', '\u007f', '\u0085', '\u00a0', '\u2028', '\ufeff'],
  ...['__proto__', 'constructor', 'null', 'yes', '1e3', '.inf', '0o7', '012', '1_000', '2001-01-01', '12:30:45'],
];

const WORDS = ['a', 'b', 'web', 'v1', 'on', 'no', '8080', '1.5', '5s', 'w', 'a.b/c-d', 'it is', 'http://x:1/y?z'];

export function oneOf(...values: string[]): fc.Arbitrary<string> {
  return fc.constantFrom(...values);
}

/** Mostly the first. */
export function mostly(usual: fc.Arbitrary<string>, odd: fc.Arbitrary<string>, weight = 25): fc.Arbitrary<string> {
  return fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: odd });
}

const word = oneOf(...WORDS);
const joined = (pieces: fc.Arbitrary<string>, maxLength: number) =>
  fc.array(pieces, { minLength: 1, maxLength }).map((parts) => parts.join(''));
const odd = joined(fc.oneof(word, oneOf(' ', ...SPECIAL)), 4);

/** A plain scalar on one line, or what only begins like one. */
export const plain = mostly(word, odd, 12);

const escapes = oneOf(
  '\\n',
  '\\"',
  '\\\\',
  '\\/',
  '\\x41',
  '\\u00e9',
  '\\U0001F600',
  '\\ud83d',
  '\\x4',
  '\\q',
  '\\ ',
  '\\t',
  '\\0',
);
const inDouble = joined(
  mostly(fc.oneof(word, oneOf(' ', ': ', ' #', "'", '{}')), fc.oneof(escapes, oneOf(...SPECIAL)), 4),
  3,
);
const inSingle = joined(mostly(fc.oneof(word, oneOf(' ', ': ', ' #', '"', "''", '\\', '[]')), oneOf(...SPECIAL), 6), 3);
export const quoted = fc.oneof(
  inDouble.map((text) => `"${text}"`),
  inSingle.map((text) => `'${text}'`),
  oneOf('""', "''", '" "', "''''", '"\'"', '"a" b', "'a'b", '"a"#c'),
);

/** What stands behind a token on its line, and the line end. */
export const tail = fc
  .oneof(
    { weight: 50, arbitrary: oneOf('') },
    { weight: 15, arbitrary: oneOf(' # why', ' #', '  ', ' #why: - "', '\t# why', '\t', ' \t ') },
    { weight: 1, arbitrary: oneOf('#', '# a', ' : b', ' - a', ' &a', ' "', ' }', ' \u0000', ' |') },
  )
  .map((text) => `${text}\n`);

/** Lines that mean nothing. */
export const filling = mostly(
  oneOf('', '', '', '', '\n', '# left\n', '  # in\n', '        # far\n', '\n\n'),
  oneOf('   \n', '\t\n', '\t# tab\n', ' \t \n', '#\n\n  #\n', '   \n # a: b\n'),
);

/** Lines of a multi-line scalar: a line's text, and how much deeper it stands than the parent. */
const flowLines = fc.array(
  fc.record({
    deeper: fc.oneof(
      { weight: 16, arbitrary: fc.integer({ min: 1, max: 4 }) },
      { weight: 1, arbitrary: fc.integer({ min: -1, max: 0 }) },
    ),
    text: mostly(word, fc.oneof(oneOf('', '', '# c', 'a: b', '- a', 'a # c', 'a:', '---', '...', '\ta'), odd), 5),
    end: mostly(oneOf('\n'), oneOf('  \n', '\t\n', '\n\n', ' # c\n', '\\\n', '\n\n\n', '\n   \n')),
  }),
  { minLength: 1, maxLength: 3 },
);

function flow(first: string, lines: { deeper: number; text: string; end: string }[]): Block {
  return (indent) =>
    lines.reduce(
      (text, line) => text + ' '.repeat(Math.max(0, indent + line.deeper)) + line.text + line.end,
      `${first}\n`,
    );
}

const gap = mostly(oneOf(' '), oneOf('  ', '     ', '\t', ' \t', '\n  ', ''));

const oneLine = fc.tuple(gap, fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: quoted }), tail);
const multiLine = fc.tuple(gap, oneOf('', 'a', '"a', "'a", '"a\\', "'a: b", '"a # b'), flowLines, tail).map(
  ([space, first, lines, end]): Block =>
    (indent) => {
      const text = flow(space + first, lines)(indent);
      const quote = /^["']/.exec(first)?.[0];
      return quote ? text.replace(/\n+$/, quote) + end : text;
    },
);

const header = fc
  .tuple(
    oneOf('|', '>'),
    mostly(oneOf('', '-', '+'), oneOf('2', '1', '4', '2-', '-2', '+1', '1+', '0', '--', '9', '22', ' 2'), 10),
    mostly(tail, oneOf('# c\n', ' a\n', '\t\n')),
  )
  .map((parts) => parts.join(''));
const bodyLine = fc.tuple(
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 3 }) },
    { weight: 1, arbitrary: fc.integer({ min: -2, max: -1 }) },
  ),
  mostly(
    oneOf('a', 'b c', '# no comment', 'a: b', '- a', '  more', '', '', 'x '),
    fc.oneof(oneOf('\t', '\ta', '---', '...', ' ', '   ', 'é\u2028', '\u0000', '"', '*'), odd),
    4,
  ),
);
/** Blank lines, or what ends the scalar. */
const after = mostly(
  oneOf('', '', '', '\n', '\n\n'),
  oneOf('  \n', '      \n', '# left\n', '\t\n', '\n# left\n\n', ' # in\n'),
  5,
);
const blockScalar = fc
  .tuple(gap, header, fc.integer({ min: 1, max: 4 }), fc.array(bodyLine, { maxLength: 4 }), after)
  .map(
    ([space, head, step, body, end]): Block =>
      (indent) =>
        space +
        head +
        body.map(([shift, text]) => (text ? ' '.repeat(Math.max(0, indent + step + shift)) + text : text)).join('\n') +
        (body.length > 0 ? '\n' : '') +
        end,
  );

const flowCollection = mostly(
  oneOf('{}', '[]', '{a: 1}', '[a, "b", {c: d}]', '{a: [b, c], "d":e}', '[a, ]', '{a, b: }', '[a: b]', '[001:db8::]'),
  oneOf(
    '[\n    a,\n    b # c\n  ]',
    '{\n  "a": 1,\n\t"b": 2\n}',
    '{a: 1',
    '[a]]',
    '{{ a }}',
    '[a] b',
    '{a: 1}: b',
    '{? a : b}',
  ),
  4,
);

export const scalarBlock: fc.Arbitrary<Block> = fc.oneof(
  {
    weight: 60,
    arbitrary: oneLine.map(
      (parts): Block =>
        () =>
          parts.join(''),
    ),
  },
  {
    weight: 8,
    arbitrary: tail.map(
      (text): Block =>
        () =>
          text,
    ),
  },
  { weight: 6, arbitrary: multiLine },
  { weight: 12, arbitrary: blockScalar },
  {
    weight: 4,
    arbitrary: fc.tuple(gap, flowCollection, tail).map(
      (parts): Block =>
        () =>
          parts.join(''),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(oneOf(' *a', ' *b', ' *a '), tail).map(
      (parts): Block =>
        () =>
          parts.join(''),
    ),
  },
);
