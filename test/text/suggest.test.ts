import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, KnownNames, suggest } from '../../src/text/suggest.ts';

describe('editDistance', () => {
  it.each([
    ['reviews', 'reviews', 0],
    ['reviews', 'revews', 1],
    ['reviews', 'reveiws', 1],
    ['reviews', 'ratings', 4],
    ['', 'abc', 3],
  ])('%s and %s are %i apart', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });

  it('is answered up to its bound', () => {
    expect(editDistance('reviews', 'ratings', 2)).toBe(2);
  });
});

const word = fc.stringMatching(/^[a-z0-9.-]{0,8}$/);

describe('suggest', () => {
  it('leaves out no candidate that is near enough', () => {
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 30 }), fc.integer({ min: 0, max: 3 }), (wanted, names, limit) => {
        const distances = names.filter((name) => name !== wanted).map((name) => editDistance(wanted, name));
        const near = distances.filter((distance) => distance <= limit);
        const found = suggest(wanted, names, limit);
        expect(found === undefined ? [] : [editDistance(wanted, found)]).toEqual(near.sort().slice(0, 1));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['attemps', 'attempts'],
    ['ATTEMPTS', 'attempts'],
    ['tiemout', 'timeout'],
    ['hots', undefined],
  ])('%s is meant to be %s', (name, wanted) => expect(suggest(name, ['attempts', 'timeout'])).toBe(wanted));
});

describe('KnownNames', () => {
  const any = () => true;

  it('suggest what a look at each of them would', () => {
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 30 }), fc.integer({ min: 0, max: 2 }), (wanted, names, limit) => {
        const found = new KnownNames(names).suggest(wanted, limit, any);
        const distanceOf = (name: string | undefined) => (name === undefined ? undefined : editDistance(wanted, name));
        expect(distanceOf(found)).toBe(distanceOf(suggest(wanted, names, limit)));
      }),
      { numRuns: 500 },
    );
  });

  it('never suggest the word itself, nor what may not be', () => {
    expect(new KnownNames(['reviews']).suggest('reviews', 2, any)).toBeUndefined();
    expect(new KnownNames(['reviews', 'Reviews']).suggest('reviews', 2, any)).toBe('Reviews');
    expect(new KnownNames(['v1', 'v3']).suggest('v2', 2, (name) => name !== 'v1')).toBe('v3');
  });
});
