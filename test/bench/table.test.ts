import { expect, it } from 'vitest';
import { figure, table } from '../../bench/table.ts';

it('sets columns of figures right, and texts left', () => {
  expect(
    table(
      ['', 'ms', 'what'],
      [
        ['mesh-lint', figure(1234.6), '12 documents'],
        ['b', '–', ''],
      ],
    ),
  ).toBe(
    [
      '|           |    ms | what         |',
      '| --------- | ----: | ------------ |',
      '| mesh-lint | 1,235 | 12 documents |',
      '| b         |     – |              |',
      '',
    ].join('\n'),
  );
});
