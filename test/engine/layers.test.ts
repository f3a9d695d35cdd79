import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enabledByLayers, type Layer, statesFor } from '../../src/engine/layers.ts';
import type { RegistryEntry } from '../../src/engine/registry.ts';
import type { Level } from '../../src/report.ts';

const rule: RegistryEntry = {
  id: 'area/rule',
  presets: { recommended: 'error', strict: ['warning', { most: 3 }] },
  codes: ['IST0001'],
  load: () => Promise.reject(new Error('not asked for')),
};
const selection = { istioVersion: '1.31' };
const at = (letter: string): Pick<Layer, 'holdsFor'> => ({ holdsFor: (path) => path.includes(letter) });
const sets = (level: 'off' | 'info' | 'warning' | 'error', options?: Record<string, unknown>): Layer => ({
  rules: new Map([[rule.id, { level, ...(options ? { options } : {}) }]]),
});

/** What holds in a place: level and the options that were given. */
function settingAt(path: string, layers: Layer[]): string {
  const holding = enabledByLayers([rule], layers, selection).filter(({ holdsFor }) => !holdsFor || holdsFor(path));
  return holding
    .map(({ level, options }) => `${level} ${JSON.stringify({ ...options.fromPresets, ...options.given })}`)
    .join();
}

describe('layers', () => {
  it('let later ones win, and a level alone keep the options', () => {
    expect(settingAt('', [{ presets: ['recommended'] }])).toBe('error {}');
    expect(settingAt('', [{ presets: ['strict'] }, sets('info')])).toBe('info {"most":3}');
    expect(settingAt('', [sets('info', { most: 5 }), sets('off'), sets('error')])).toBe('error {"most":5}');
    expect(settingAt('', [sets('info', { most: 5 }), { presets: ['strict'] }])).toBe('warning {"most":3}');
    expect(settingAt('', [{ presets: ['strict', 'recommended'] }])).toBe('error {}');
    expect(settingAt('', [sets('info', { most: 5 }), { resets: true }])).toBe('');
  });

  it('run a rule once without a condition where every place has the same', () => {
    const same = enabledByLayers([rule], [{ presets: ['recommended'] }, { ...at('a'), rules: new Map() }], selection);
    expect(same).toMatchObject([{ level: 'error', pinned: false }]);
    expect(same[0]?.holdsFor).toBeUndefined();
  });

  it('run a rule that was named though no preset holds it', () => {
    const only = { ...selection, only: ['IST0001'] };
    expect(enabledByLayers([rule], [], only)).toMatchObject([{ level: 'error' }]);
    expect(enabledByLayers([rule], [sets('off')], only)).toEqual([]);
    expect(enabledByLayers([rule], [{ presets: ['recommended'] }], { ...selection, skip: ['area/rule'] })).toEqual([]);
  });

  it('run a rule in exactly one way in each place, that which the layers say of it', () => {
    const setting = fc.record({
      level: fc.constantFrom<Level | 'off'>('off', 'info', 'warning', 'error'),
      options: fc.option(fc.constantFrom({ most: 1 }, { most: 2 }), { nil: undefined }),
    });
    const layer = fc
      .record({
        where: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
        resets: fc.boolean(),
        preset: fc.option(fc.constantFrom('recommended', 'strict', 'ambient'), { nil: undefined }),
        setting: fc.option(setting, { nil: undefined }),
      })
      .map(
        ({ where, resets, preset, setting: own }): Layer => ({
          ...(where ? at(where) : {}),
          ...(resets ? { resets: true } : {}),
          ...(preset ? { presets: [preset] } : {}),
          ...(own ? sets(own.level, own.options) : {}),
        }),
      );
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 6 }), fc.subarray(['a', 'b', 'c']), (layers, letters) => {
        const path = letters.join('');
        const state = statesFor(path, [rule], layers, selection).get(rule.id);
        const { level = 'off', fromPresets = {}, given = {} } = state ?? {};
        expect(settingAt(path, layers)).toBe(
          level === 'off' ? '' : `${level} ${JSON.stringify({ ...fromPresets, ...given })}`,
        );
      }),
      { numRuns: 1000 },
    );
  });
});
