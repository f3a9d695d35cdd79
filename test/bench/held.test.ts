import { describe, expect, it } from 'vitest';
import { judge } from '../../bench/held.ts';

const measured = {
  times: new Map([
    ['mesh-lint', [100, 300, 110]],
    ['kubeconform', [200, 300, 100]],
  ]),
  memory: new Map([['mesh-lint', 150e6]]),
};
const texts = (...limits: Parameters<typeof judge>) => judge(...limits).map(({ text, isBroken }) => [isBroken, text]);

describe('limits', () => {
  it('are compared with the median of the ratios of rounds', () => {
    const ratios = (most: number) => ({ ratios: { 'mesh-lint': { kubeconform: most } } });
    expect(texts(ratios(1), measured)).toEqual([[false, 'met: mesh-lint takes 1.00 times kubeconform, 1.00 at most']]);
    expect(texts(ratios(0.9), measured)).toEqual([
      [true, 'NOT MET: mesh-lint takes 1.00 times kubeconform, 0.90 at most'],
    ]);
  });

  it('of memory are bytes', () => {
    expect(texts({ memory: 200e6 }, measured)).toEqual([[false, 'met: memory: 150 MB, 200 at most']]);
    expect(texts({ memory: 100e6 }, measured)).toEqual([[true, 'NOT MET: memory: 150 MB, 100 at most']]);
  });

  it('are not judged where nothing was measured, and say so', () => {
    const limits = { ratios: { 'mesh-lint': { 'kube-linter': 0.5 } }, memory: 200e6 };
    expect(texts(limits, { ...measured, memory: new Map() })).toEqual([
      [false, 'not judged: mesh-lint takes 0.50 times kube-linter at most'],
      [false, 'not judged: memory: 200 MB at most'],
    ]);
  });

  it('are broken by a time that is no number', () => {
    const times = new Map([...measured.times, ['kubeconform', []]]);
    expect(texts({ ratios: { 'mesh-lint': { kubeconform: 1 } } }, { ...measured, times })[0]?.[0]).toBe(true);
  });
});
