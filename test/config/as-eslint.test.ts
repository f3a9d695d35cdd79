import { createRequire } from 'node:module';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Discovery } from '../../src/config/discover.ts';
import type { RegistryEntry } from '../../src/engine/registry.ts';
import { type AnyRule, defineRule } from '../../src/engine/rule.ts';
import { tree } from '../input/tree.ts';

interface EslintFactory {
  getConfigArrayForFile(path: string): {
    extractConfig(path: string): { rules: Record<string, [level: string | number, options?: object]> };
  };
}
const { Legacy } = createRequire(import.meta.url)('@eslint/eslintrc') as {
  Legacy: {
    CascadingConfigArrayFactory: new (options: { cwd: string; builtInRules: Map<string, object> }) => EslintFactory;
  };
};

/** Rules that no preset holds, so that both begin with nothing. */
const RULES = ['test/one', 'test/two'];
const rule = defineRule({
  summary: 'A rule',
  type: 'problem',
  precision: 'high',
  since: '1.0.0',
  presets: {},
  options: { most: { type: 'integer', default: 1, description: 'A number.' } },
  messages: { wrong: 'Wrong.' },
  sources: [],
  kinds: ['Gateway'],
  check() {},
});
const registry = RULES.map(
  (id): RegistryEntry => ({ id, presets: {}, codes: [], load: async () => ({ default: rule as AnyRule }) }),
);

const FILES = ['x.yaml', 'a/x.yaml', 'a/y.json', 'a/b/x.yaml', 'c/b/z.yaml'];
const level = fc.constantFrom('off', 'warn', 'error');
const options = fc.record({ most: fc.integer({ min: 1, max: 3 }) });
const setting = fc.oneof(level, fc.tuple(level, options));
const rules = fc.dictionary(fc.constantFrom(...RULES), setting, { maxKeys: 2 });
const globs = fc.uniqueArray(
  fc.constantFrom(
    'x.yaml',
    './x.yaml',
    '*.json',
    'a/**',
    '**/b/*',
    'a/*.yaml',
    'b',
    '*',
    '**/*.{yaml,json}',
    '!(x).yaml',
  ),
  { minLength: 1, maxLength: 2 },
);
const override = fc.record({ files: globs, excludedFiles: globs, rules }, { requiredKeys: ['files', 'rules'] });
const config = fc.record(
  {
    root: fc.boolean(),
    rules,
    overrides: fc.array(override, { maxLength: 3 }),
    extends: fc.constant(['./shared.json']),
  },
  { requiredKeys: ['rules'] },
);
const shared = fc.record({ rules, overrides: fc.array(override, { maxLength: 2 }) }, { requiredKeys: ['rules'] });
const FOLDERS = ['.', 'a', 'a/b'];

/** How the rules are set for a file: by id, the level and the options that were given. */
type Settings = Record<string, [string, object]>;

async function ours(cwd: string, file: string): Promise<Settings> {
  const { configuration } = await Discovery.start({ cwd, paths: [file] });
  const commandLine = { presets: [], rules: {}, istioVersion: '1.31' };
  const states = await configuration?.statesFor(join(cwd, file), registry, commandLine);
  return Object.fromEntries([...(states ?? [])].map(([id, { level: each, given }]) => [id, [each, given]]));
}

const LEVELS = ['off', 'warning', 'error'];

function eslints(cwd: string, file: string): Settings {
  const factory = new Legacy.CascadingConfigArrayFactory({ cwd, builtInRules: new Map() });
  const path = join(cwd, file);
  const { rules: found } = factory.getConfigArrayForFile(path).extractConfig(path);
  return Object.fromEntries(
    Object.entries(found).map(([id, [each, given = {}]]) => {
      const named = typeof each === 'number' ? LEVELS[each] : each;
      return [id, [named === 'warn' ? 'warning' : (named ?? ''), given]];
    }),
  );
}

it('sets rules as ESLint does, whatever cascades, extends and overrides', async () => {
  const configs = fc.record(
    { '.': config, a: config, 'a/b': config, shared: fc.tuple(shared, shared, shared) },
    { requiredKeys: ['.', 'shared'] },
  );
  await fc.assert(
    fc.asyncProperty(configs, async ({ shared: bases, ...own }) => {
      const files: Record<string, string> = Object.fromEntries(FILES.map((name) => [name, '']));
      for (const [index, folder] of FOLDERS.entries()) {
        const found = Object.entries(own).find(([name]) => name === folder)?.[1];
        if (found === undefined) continue;
        // ESLint would look further up than the tree.
        const text = JSON.stringify(folder === '.' ? { ...found, root: true } : found);
        files[join(folder, '.eslintrc.json')] = text;
        files[join(folder, '.meshlintrc.json')] = text;
        files[join(folder, 'shared.json')] = JSON.stringify(bases[index]);
      }
      const cwd = tree(files);
      for (const file of FILES) expect({ file, ...(await ours(cwd, file)) }).toEqual({ file, ...eslints(cwd, file) });
    }),
    { numRuns: 15 },
  );
});
