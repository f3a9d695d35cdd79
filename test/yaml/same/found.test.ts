import { describe, expect, it } from 'vitest';
import { Both } from './both.ts';

describe('both readers read the same in what long runs of the fuzz found', () => {
  it.each([
    ['a control character beside an escape', 'a: "\u001b\\""\n'],
    ['a name of an anchor that a brace ends', '- &a{}\n- b\n'],
    ['a comment to the left of a scalar below its key', 'a:\n# b\n  c\nd: e\n'],
    ['white space that is no space at the end of a quoted line', "- 'a\u00a0\n  b'\n"],
    ['dashes of its own', '--- a: b\n'],
  ])('%s', (_, text) => {
    const both = new Both();
    both.document(text, 10);
    expect(both.differences).toEqual([]);
    expect(both.read).toBe(1);
  });
});
