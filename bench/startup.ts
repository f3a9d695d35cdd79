// How much longer than an empty Node a short run takes. Ratios of one run, never absolute times: machines are noisy.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ONE_FILE } from './one-file.ts';
import { pairs } from './pairs.ts';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '40' },
    'max-version': { type: 'string' },
    'max-file': { type: 'string' },
    'max-first': { type: 'string' },
    config: { type: 'string', default: 'none' },
  },
});

/** Configurations to start with, as the files of a folder. */
const CONFIGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  none: {},
  plain: { '.meshlintrc.yaml': 'root: true\nrules:\n  core/unknown-field: error\n  annotation/deprecated: off\n' },
  extends: {
    '.meshlintrc.yaml': `root: true
extends: [mesh-lint:recommended, acme]
plugins: [./rules/acme.cjs]
rules:
  acme/subsets: error
overrides:
  - files: [vendor/**]
    rules:
      core/unknown-field: off
`,
    'node_modules/meshlint-config-acme/index.js': "module.exports = { rules: { 'core/unknown-field': 'error' } };\n",
    'rules/acme.cjs': `module.exports = {
  meta: { name: 'acme' },
  rules: {
    subsets: {
      summary: 'Subsets are few', type: 'problem', precision: 'high', since: '1.0.0', presets: {}, sources: [],
      messages: { many: 'Many.' }, kinds: ['DestinationRule'],
      check(resource, context) {
        if (resource.get('spec', 'subsets').items().length > 9) context.report(resource.root, 'many');
      },
    },
  },
};
`,
  },
};

function main(): void {
  const work = mkdtempSync(join(tmpdir(), 'mesh-lint-startup-'));
  try {
    const config = CONFIGS[values.config];
    if (!config) throw new Error(`--config is ${Object.keys(CONFIGS).join(', ')}, not "${values.config}"`);
    for (const [name, text] of Object.entries({ ...config, 'reviews.yaml': ONE_FILE })) {
      mkdirSync(dirname(join(work, name)), { recursive: true });
      writeFileSync(join(work, name), text);
    }
    process.chdir(work);
    const bin = join(__dirname, '..', 'bin', 'mesh-lint.js');
    const suffix = values.config === 'none' ? '' : `, configuration: ${values.config}`;
    measure('--version', [bin, '--version'], values['max-version']);
    // What was compiled is kept from run to run, but by a job of CI.
    delete process.env.CI;
    process.env.XDG_CACHE_HOME = join(work, 'cache');
    measure(`one file${suffix}`, [bin, 'reviews.yaml'], values['max-file']);
    process.env.CI = '1';
    measure(`one file, nothing kept${suffix}`, [bin, 'reviews.yaml'], values['max-first']);
  } finally {
    process.chdir(tmpdir());
    rmSync(work, { recursive: true, force: true });
  }
}

/** What crashes starts fast. Node itself exits 1 then, as the linter does with findings, so only 0 will do. */
function mustWork(args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} exits ${status}, nothing to measure\n${stderr}`);
}

/** A measurement above the limit is taken again, twice at the most: a busy machine must not fail a build by itself. */
function measure(name: string, args: string[], limit: string | undefined): void {
  const most = limit === undefined ? Number.POSITIVE_INFINITY : Number(limit);
  if (Number.isNaN(most)) throw new Error(`a limit is a ratio like 1.15, not "${limit}"`);
  mustWork(args);
  let result = once(name, args);
  for (let again = 0; again < 2 && result > most; again++) result = Math.min(result, once(`${name}, again`, args));
  if (result <= most) return;
  process.stderr.write(`start-up: ${name} takes ${result.toFixed(2)} times node -e 0, above ${most}\n`);
  process.exitCode = 1;
}

function once(name: string, args: string[]): number {
  const count = Math.max(1, Math.trunc(Number(values.pairs)) || 40);
  const { a, b, ratio } = pairs([process.execPath, ...args], [process.execPath, '-e', '0'], count);
  process.stdout.write(
    `${name}: ${a.toFixed(0)} ms, node -e 0: ${b.toFixed(0)} ms, ratio ${ratio.toFixed(3)} (medians of ${count} pairs)\n`,
  );
  return ratio;
}

main();
