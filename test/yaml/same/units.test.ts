import { describe, expect, it } from 'vitest';
import { parseBlock } from '../../../src/yaml/fast/block.ts';
import { unitsOf } from '../../../src/yaml/fast/units.ts';
import { Both } from './both.ts';

function bothRead(text: string): Both {
  const both = new Both();
  both.document(text, 0);
  return both;
}

describe('the code units of a text', () => {
  it('are those of charCodeAt, with an end behind them, also after a longer text', () => {
    for (const text of [`a: ${'b'.repeat(1 << 20)}\n`, 'é: 漢字 😀\n', '']) {
      const units = unitsOf(text);
      const wrong = Array.from(text.split(''), (unit, at) => units?.[at] === unit.charCodeAt(0)).indexOf(false);
      expect([wrong, units?.[text.length]]).toEqual([-1, 0]);
    }
  });

  it('are not made of a text that holds the end itself, which is left to the other reader', () => {
    expect(unitsOf('a: b\0c\n')).toBeUndefined();
    expect(parseBlock('a: b\0c\n', { start: 0, end: 7 })).toBeUndefined();
  });

  it('of one text do not show in the next', () => {
    for (const text of ['a: longer than what follows\nb: c\n', 'a: b', 'a: longer than what follows\nb: c\n']) {
      const { differences, taken } = bothRead(text);
      expect(differences).toEqual([]);
      expect(taken).toBe(1);
    }
  });

  it('of other scripts are read as the other reader does', () => {
    const text = 'größe: ein Wert mit ß # Notiz\n漢字: [値, "é", 😀]\nlist:\n  - "üñï"\n  - ключ: значение\n';
    const { differences, taken } = bothRead(text);
    expect(differences).toEqual([]);
    expect(taken).toBe(1);
  });
});

it('more names than are remembered are all told apart', () => {
  const text = Array.from({ length: 70_000 }, (_, at) => `- key-${at}: value-${at}\n`).join('');
  const { differences, taken } = bothRead(text);
  expect(differences).toEqual([]);
  expect(taken).toBe(1);
});
