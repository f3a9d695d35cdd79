import { afterEach, describe, expect, it, vi } from 'vitest';
import { ProgressLine } from '../../src/cli/progress.ts';
import { readTexts } from '../../src/engine/linter.ts';
import { mesh } from '../support/cli.ts';

const ROUTE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web, namespace: shop}
spec:
  hosts: [web]
  http: [{route: [{destination: {host: a}, weight: 1}, {destination: {host: b}, weight: 2}]}]
`;

describe('--stats', () => {
  it('tells on standard error which stage and rule took how long', async () => {
    const args = ['--only', 'virtual-service/weights-sum', '-f', 'json'];
    const plain = await mesh([...args, '-'], { stdin: ROUTE });
    const { stdout, stderr, code } = await mesh([...args, '--stats', '-'], { stdin: ROUTE });
    expect({ stdout, code }).toEqual({ stdout: plain.stdout, code: plain.code });
    const times = ' +\\d+\\.\\d +\\d+\\.\\d %';
    for (const stage of ['finding and reading files', 'parsing', 'loading rules', 'checking', 'reporting', 'in all'])
      expect(stderr).toMatch(new RegExp(`^${stage}${times}$`, 'm'));
    expect(stderr).toMatch(new RegExp(`^virtual-service/weights-sum${times} +1$`, 'm'));
  });
});

describe('progress', () => {
  afterEach(() => vi.useRealTimers());

  function line(isTTY: boolean) {
    vi.useFakeTimers({ toFake: ['Date'] });
    let text = '';
    const write = (chunk: string) => {
      text += chunk;
    };
    return { line: new ProgressLine(() => ({ isTTY, write })), text: () => text };
  }

  it('says nothing in the first second, then now and then, and clears its line', () => {
    const { line: progress, text } = line(true);
    progress.progress('reading', 1, 9);
    vi.advanceTimersByTime(999);
    progress.progress('reading', 2, 9);
    expect(text()).toBe('');
    vi.advanceTimersByTime(1);
    progress.progress('reading', 3, 9);
    progress.progress('reading', 4, 9);
    vi.advanceTimersByTime(100);
    progress.progress('checking', 5, 9);
    expect(text()).toBe('\r\u001b[Kreading 3 of 9…\r\u001b[Kchecking 5 of 9…');
    progress.clear();
    progress.clear();
    expect(text()).toMatch(/9…\r\u001b\[K$/);
  });

  it('is asked for now and then where there are many files', async () => {
    const told = async (count: number) => {
      const steps: number[] = [];
      const sources = Array.from({ length: count }, (_, index) => ({ path: `/${index}.yaml`, text: '' }));
      await readTexts(sources, { observer: { progress: (_, done) => steps.push(done) } });
      return steps;
    };
    expect(await told(3)).toEqual([0, 1, 2]);
    expect(await told(1000)).toHaveLength(1000);
    expect((await told(1001)).slice(0, 3)).toEqual([0, 32, 64]);
  });

  it('says nothing where no terminal is', () => {
    const { line: progress, text } = line(false);
    vi.advanceTimersByTime(5000);
    progress.progress('reading', 1, 9);
    progress.clear();
    expect(text()).toBe('');
  });
});
