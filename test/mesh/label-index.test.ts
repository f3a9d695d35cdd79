import { describe, expect, it } from 'vitest';
import { LabelIndex, SelectorIndex } from '../../src/mesh/label-index.ts';
import type { Field } from '../../src/yaml/field.ts';
import { readSource } from '../../src/yaml/read.ts';

function labels(text: string): Field {
  const [document] = readSource('/a.yaml', text).documents;
  if (!document) throw new Error('no document');
  return document.root;
}

const [A, B] = [labels('{app: a, v: 1}'), labels('{app: b, v: 1}')];
const [OPEN, ODD, EMPTY] = [labels('{app: "${APP}"}'), labels('{app: 1}'), labels('{}')];

describe('LabelIndex', () => {
  const index = new LabelIndex([A, B, OPEN, ODD, EMPTY], (item) => item);

  it('narrows down by the rarest pair', () => {
    expect(index.near(labels('{app: a}'))).toEqual([A]);
    expect(index.near(labels('{v: 1, app: b}'))).toEqual([B]);
    expect(index.near(labels('{app: 1}'))).toEqual([ODD]);
    expect(index.near(labels('{app: c}'))).toEqual([]);
    expect(index.near(EMPTY)).toHaveLength(5);
  });

  it('finds what holds all pairs of a selector', () => {
    expect(index.chosenBy(labels('{v: 1, app: b}'))).toEqual([B]);
    expect(index.chosenBy(labels('{v: 1, app: c}'))).toEqual([]);
    expect(index.chosenBy(labels('{v: 1}'))).toEqual([A, B]);
    expect(index.chosenBy(labels('{app: [a]}'))).toEqual([]);
    expect(index.chosenBy(EMPTY)).toHaveLength(5);
  });

  it('keeps in mind what is not known', () => {
    expect(index.open).toEqual([OPEN]);
    expect(index.possible(labels('{app: c}'))).toEqual([OPEN]);
    expect(index.possible(labels('{app: a}'))).toEqual([A, OPEN]);
  });
});

describe('SelectorIndex', () => {
  const index = new SelectorIndex([B, EMPTY, OPEN, A], (item) => item);

  it('narrows down by a pair of the selectors, in their order', () => {
    expect(index.near(labels('{v: 1, app: a}'))).toEqual([EMPTY, OPEN, A]);
    expect(index.near(labels('{app: c}'))).toEqual([EMPTY, OPEN]);
    expect(index.near(labels('{app: "${APP}"}'))).toEqual([B, EMPTY, OPEN, A]);
  });
});
