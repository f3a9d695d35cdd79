import v8 from 'node:v8';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Tiering } from '../../src/cli/tiering.ts';

const isNode20 = process.versions.node.startsWith('20.');

describe('when V8 optimizes', () => {
  afterEach(() => vi.restoreAllMocks());

  function flagsOf(run: (tiering: Tiering) => void): string[] {
    const flags: string[] = [];
    vi.spyOn(v8, 'setFlagsFromString').mockImplementation((flag) => void flags.push(flag));
    run(new Tiering());
    return flags;
  }

  it('is left alone for few resources, and while texts are read', () => {
    const flags = flagsOf((tiering) => {
      tiering.progress('reading', 0, 9000);
      tiering.progress('checking', 0, 499);
      tiering.end();
    });
    expect(flags).toEqual([]);
  });

  it('is later while rules run over many, in Node 20 alone, and then as before', () => {
    const flags = flagsOf((tiering) => {
      tiering.progress('checking', 0, 500);
      tiering.progress('checking', 1, 500);
      tiering.end();
      tiering.end();
    });
    expect(flags).toEqual(isNode20 ? ['--interrupt-budget=600000', '--interrupt-budget=67584'] : []);
  });
});
