import { constants, PerformanceObserver } from 'node:perf_hooks';
import v8 from 'node:v8';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { V8Tuning } from '../../src/cli/v8-tuning.ts';

const isNode20 = process.versions.node.startsWith('20.');

describe('the flags of V8', () => {
  afterEach(() => vi.restoreAllMocks());

  function flagsOf(run: (tuning: V8Tuning) => void): string[] {
    const flags: string[] = [];
    vi.spyOn(v8, 'setFlagsFromString').mockImplementation((flag) => void flags.push(flag));
    run(new V8Tuning());
    return flags;
  }

  it('are left alone in a run over few files', () => {
    const flags = flagsOf((tuning) => {
      tuning.progress('opening', 0, 499);
      tuning.progress('checking', 0, 499);
      tuning.end();
    });
    expect(flags).toEqual([]);
  });

  it('let the heap grow before many files are read: V8 looks for garbage once, and sets its limit', () => {
    const flags = flagsOf((tuning) => {
      for (const stage of ['opening', 'reading'])
        for (let file = 0; file < 1000; file++) tuning.progress(stage, file, 1000);
    });
    const [tuned, usual] = ['--heap-growing-percent=4000', '--heap-growing-percent=0'];
    expect(flags).toEqual(isNode20 ? [tuned, '--expose-gc', '--no-expose-gc', usual] : []);
  });

  it('have V8 look for garbage at once', async () => {
    const forced: unknown[] = [];
    const { NODE_PERFORMANCE_GC_MAJOR: kind, NODE_PERFORMANCE_GC_FLAGS_FORCED: flags } = constants;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if ('detail' in entry) forced.push(entry.detail);
    });
    observer.observe({ entryTypes: ['gc'] });
    new V8Tuning().progress('opening', 0, 500);
    await new Promise((done) => setTimeout(done, 50));
    observer.disconnect();
    const wanted = expect.objectContaining({ kind, flags });
    expect(forced).toEqual(isNode20 ? expect.arrayContaining([wanted]) : expect.not.arrayContaining([wanted]));
  });

  it('let V8 optimize later while rules run over many resources, and then as before', () => {
    const flags = flagsOf((tuning) => {
      tuning.progress('checking', 0, 500);
      tuning.progress('checking', 1, 500);
      tuning.end();
      tuning.end();
    });
    expect(flags).toEqual(isNode20 ? ['--interrupt-budget=600000', '--interrupt-budget=67584'] : []);
  });

  it('are the usual ones while code is loaded', () => {
    const flags = flagsOf((tuning) => {
      expect(tuning.withUsual(() => 'loaded')).toBe('loaded');
      tuning.progress('checking', 0, 500);
      expect(() =>
        tuning.withUsual(() => {
          throw new Error('no such file');
        }),
      ).toThrow('no such file');
      tuning.end();
    });
    const [tuned, usual] = ['--interrupt-budget=600000', '--interrupt-budget=67584'];
    expect(flags).toEqual(isNode20 ? [tuned, usual, tuned, usual] : []);
  });
});
