import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseFlags } from '../../src/cli/flags.ts';
import { watchAndRun } from '../../src/cli/watch.ts';
import { UsageError } from '../../src/engine/errors.ts';

let work = '';
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'mesh-lint-watch-'));
  writeFileSync(join(work, 'a.yaml'), 'a: 1\n');
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

function quiet() {
  return { stdin: Readable.from([]), stdout: { write: () => true }, env: {}, cwd: () => work };
}

/** Watches the folder while `during` goes on; answers the exit code and what stood on standard error. */
async function watching(argv: string[], runOnce: () => Promise<0 | 1 | 2>, during: () => Promise<unknown>) {
  const stop = new AbortController();
  let stderr = '';
  const write = (text: string) => {
    stderr += text;
  };
  const io = { ...quiet(), stderr: { write } };
  const code = watchAndRun(parseFlags(argv), io, runOnce, stop.signal);
  await vi.waitFor(() => expect(stderr).toContain('waiting for a file to change'), { timeout: 10_000 });
  await during();
  stop.abort();
  return { code: await code, stderr };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('--watch', () => {
  it('runs once, and again when files change, several at once together', async () => {
    const runOnce = vi.fn(async (): Promise<0 | 1> => 0);
    runOnce.mockResolvedValueOnce(1);
    const { code } = await watching([], runOnce, async () => {
      expect(runOnce).toHaveBeenCalledTimes(1);
      writeFileSync(join(work, 'a.yaml'), 'a: 2\n');
      writeFileSync(join(work, 'b.json'), '{}');
      await vi.waitFor(() => expect(runOnce).toHaveBeenCalledTimes(2), { timeout: 10_000 });
      await pause(500);
      expect(runOnce).toHaveBeenCalledTimes(2);
    });
    expect(code).toBe(0);
  });

  it('is not woken by other files, nor by the report that it writes', async () => {
    const runOnce = vi.fn(async (): Promise<0> => 0);
    await watching(['-f', 'json=report.json'], runOnce, async () => {
      writeFileSync(join(work, 'notes.md'), 'text');
      writeFileSync(join(work, 'report.json'), '[]');
      await pause(1000);
    });
    expect(runOnce).toHaveBeenCalledTimes(1);
  });

  it('goes on after a run that failed', async () => {
    const runOnce = vi.fn(async (): Promise<0> => 0);
    const { code, stderr } = await watching([], runOnce, async () => {
      runOnce.mockRejectedValueOnce(new UsageError('.meshlintrc.yaml:1:1: unknown key "rulez"'));
      writeFileSync(join(work, '.meshlintrc.yaml'), 'rulez: {}\n');
      await vi.waitFor(() => expect(runOnce).toHaveBeenCalledTimes(2), { timeout: 10_000 });
      writeFileSync(join(work, '.meshlintrc.yaml'), 'rules: {}\n');
      await vi.waitFor(() => expect(runOnce).toHaveBeenCalledTimes(3), { timeout: 10_000 });
    });
    expect(code).toBe(0);
    expect(stderr).toContain('mesh-lint: .meshlintrc.yaml:1:1: unknown key "rulez"\nmesh-lint: waiting');
  });

  it('refuses standard input, and a first run that fails', async () => {
    const io = { ...quiet(), stderr: { write: () => true } };
    await expect(watchAndRun(parseFlags(['-']), io, async () => 0)).rejects.toThrow('standard input is none');
    const failing = () => Promise.reject(new UsageError('no file matches "x"'));
    await expect(watchAndRun(parseFlags([]), io, failing)).rejects.toThrow('no file matches "x"');
  });
});
