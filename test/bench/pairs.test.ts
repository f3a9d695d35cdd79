import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { peakMemoryOf } from '../../bench/memory.ts';
import { ratioOf, rounds } from '../../bench/pairs.ts';

const folder = mkdtempSync(join(tmpdir(), 'mesh-lint-pairs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const node = (code: string) => ({ words: [process.execPath, '-e', code] });

describe('rounds of commands', () => {
  it('time each command once a round, and keep what it printed last', () => {
    const output = join(folder, 'out');
    const times = rounds([{ ...node('console.log(1); console.error(2)'), output }, node('0')], 2);
    expect(times.map((each) => each.length)).toEqual([2, 2]);
    expect(readFileSync(output, 'utf8')).toBe('1\n2\n');
  });

  it('stop at a command that did not do its work', () => {
    expect(rounds([node('process.exitCode = 1')], 1)).toHaveLength(1);
    expect(() => rounds([node('process.exitCode = 2')], 1)).toThrow(/ends with 2$/);
    expect(() => rounds([{ words: [join(folder, 'nothing')] }], 1)).toThrow(/ENOENT/);
    expect(rounds([{ ...node('process.exitCode = 79'), codes: [0, 79] }], 1)).toHaveLength(1);
  });

  it('are compared one by one', () => {
    expect(ratioOf([10, 100, 30], [10, 50, 10])).toBe(2);
    expect(ratioOf([10], [])).toBeNaN();
  });
});

it.runIf(process.platform === 'linux')('peak memory is that of the command, not that of its parent', async () => {
  const idle = (megabytes: number) => node(`const b = Buffer.alloc(${megabytes}e6, 1); setTimeout(() => b, 100)`);
  const [small = 0, large = 0] = [await peakMemoryOf(idle(1)), await peakMemoryOf(idle(100))];
  expect(small).toBeGreaterThan(10e6);
  expect(large - small).toBeGreaterThan(90e6);
  expect(large - small).toBeLessThan(110e6);
});
