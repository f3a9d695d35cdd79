import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './support/fixtures.ts';

const SRC = join(ROOT, 'src');

/** What each folder may import besides itself; a name with a dot is one file of src. */
const MAY_IMPORT: Record<string, string[]> = {
  action: ['cli/main.ts', 'engine/errors.ts', 'reporters', 'text', 'report.ts'],
  cli: [
    'baseline',
    'config',
    'configured.ts',
    'input',
    'engine',
    'fix',
    'reporters',
    'rules/registry.ts',
    'schemas/index.ts',
    'yaml/read.ts',
    'text',
    'lint.ts',
    'mesh/world.ts',
    'report.ts',
    'version.ts',
  ],
  config: ['engine', 'input', 'mesh', 'schemas/index.ts', 'plugins', 'yaml', 'text', 'report.ts', 'version.ts'],
  plugins: [
    'engine',
    'input/package-file.ts',
    'input/problem.ts',
    'rules/registry.ts',
    'mesh',
    'yaml',
    'text',
    'report.ts',
  ],
  testing: ['plugins', 'engine/errors.ts', 'engine/select.ts', 'lint.ts', 'report.ts'],
  input: ['text'],
  render: ['engine/linter.ts', 'mesh/kustomize.ts', 'yaml', 'text'],
  engine: ['mesh', 'schemas', 'yaml', 'values', 'text', 'report.ts', 'version.ts'],
  fix: ['engine/errors.ts', 'input', 'yaml', 'report.ts', 'text'],
  mesh: ['yaml', 'values', 'text', 'report.ts', 'schemas'],
  schemas: ['yaml', 'values', 'text', 'report.ts', 'engine/rule.ts'],
  rules: ['engine/rule.ts', 'engine/registry.ts', 'engine/version.ts', 'mesh', 'schemas', 'yaml', 'values', 'text'],
  reporters: ['report.ts', 'text'],
  yaml: ['report.ts', 'text'],
  baseline: ['engine/errors.ts', 'engine/order.ts', 'input', 'yaml', 'text', 'report.ts'],
  values: [],
  text: ['report.ts'],
};

const IMPORT = /(?:^(?:import|export)(?:[^'"]*?from)?\s*|import\()['"](\.[^'"]+)['"]/gm;

function imports(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(IMPORT)].map((match) =>
    relative(SRC, join(dirname(file), match[1] ?? '')).replaceAll('\\', '/'),
  );
}

const files = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative(SRC, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  .filter((file) => !file.startsWith('schemas/compiled/'));

describe('imports go one way', () => {
  it.each(Object.keys(MAY_IMPORT))('%s', (layer) => {
    const allowed = [layer, ...(MAY_IMPORT[layer] ?? [])];
    const wrong = files
      .filter((file) => file.startsWith(`${layer}/`))
      .flatMap((file) =>
        imports(join(SRC, file))
          .filter((target) => !allowed.some((name) => target === name || target.startsWith(`${name}/`)))
          .map((target) => `${file} -> ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  it('knows every folder of src', () => {
    const folders = new Set(files.filter((file) => file.includes('/')).map((file) => file.slice(0, file.indexOf('/'))));
    expect([...folders].filter((folder) => !(folder in MAY_IMPORT))).toEqual([]);
  });

  it('leaves the process to the command line', () => {
    const touching = files.filter(
      (file) =>
        !file.startsWith('cli/') &&
        file !== 'action/main.ts' &&
        /\bprocess\.|console\.|from 'node:process'/.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(touching).toEqual([]);
  });
});
