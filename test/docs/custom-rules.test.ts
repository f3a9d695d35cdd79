import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../support/fixtures.ts';
import { tree } from '../support/tree.ts';

const PAGE = readFileSync(join(ROOT, 'docs', 'custom-rules.md'), 'utf8');
const BIN = join(ROOT, 'bin', 'mesh-lint.js');

interface Block {
  language: string;
  /** Of the file that the block is; '' for none. */
  file: string;
  text: string;
}

const blocks: Block[] = [...PAGE.matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms)].map(
  ([, language = '', file = '', text = '']) => ({ language, file, text }),
);

function run(cwd: string, command: string) {
  const [program = '', ...args] = command.trim().split(/\s+/);
  const argv = program === 'mesh-lint' ? [BIN, ...args] : args;
  return spawnSync(process.execPath, argv, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  });
}

/** A folder with the page's files, where mesh-lint is installed. */
function repository(): string {
  const files = blocks.filter(({ file }) => file !== '').map(({ file, text }) => [file, text] as const);
  const cwd = tree(Object.fromEntries(files));
  mkdirSync(join(cwd, 'node_modules'));
  symlinkSync(ROOT, join(cwd, 'node_modules', 'mesh-lint'));
  return cwd;
}

it('does what its page shows', () => {
  const cwd = repository();
  const shown: [command: string, output: string][] = [];
  blocks.forEach(({ language, text }, index) => {
    const after = blocks[index + 1];
    if (language === 'sh') shown.push([text, after?.language === 'text' ? after.text : '']);
  });
  expect(shown).toHaveLength(5);
  for (const [command, output] of shown) {
    const { stdout, stderr, status } = run(cwd, command);
    if (output === '') expect(status, stdout + stderr).toBe(0);
    else expect((stdout + stderr).trim(), command).toBe(output.trim());
  }
});

it('reads TypeScript where Node does, else says what to do', () => {
  const cwd = repository();
  writeFileSync(join(cwd, 'ts.yaml'), 'root: true\nplugins: [./policies/typed.ts]\n');
  const { stdout, stderr, status } = run(cwd, 'mesh-lint -c ts.yaml -f json --only typed/exposure k8s');
  const strips = 'typescript' in process.features && process.features.typescript;
  if (strips) expect(JSON.parse(stdout)).toHaveLength(1);
  else
    expect(stderr).toMatch(
      /typed\.ts" is TypeScript, which this Node does not read; compile it to JavaScript \(npx tsc\)/,
    );
  expect(status).toBe(strips ? 0 : 2);
});

it('takes a configuration of the plugin', () => {
  const cwd = repository();
  writeFileSync(
    join(cwd, 'strict.yaml'),
    "root: true\nplugins: [./policies/shop.mjs]\nextends: ['plugin:./policies/shop.mjs/strict']\n",
  );
  const { stdout, stderr } = run(cwd, 'mesh-lint -c strict.yaml -f unix k8s');
  expect(stderr).toBe('');
  expect(stdout).toContain('[Error/shop/short-timeout]');
});

it('lists and explains rules of plugins', () => {
  const cwd = repository();
  expect(run(cwd, 'mesh-lint rules').stdout).toMatch(
    /^shop\/short-timeout +error +A route has a timeout that is short enough$/m,
  );
  expect(run(cwd, 'mesh-lint explain shop/short-timeout').stdout).toBe(`# shop/short-timeout

A route has a timeout that is short enough.

A rule of a plugin. In recommended: error. Fix: unsafe.

## Messages

- The route has no timeout.
- The timeout {{timeout}} is longer than {{longest}}s. Write {{longest}}s or less.

## Options

- \`longest\` (default \`10\`): Seconds.
`);
  expect(run(cwd, 'mesh-lint explain acme/own-hosts').stdout).toContain('See https://wiki.shop.example/hosts');
  expect(run(cwd, 'mesh-lint explain shop/timeout').stderr).toContain('unknown rule "shop/timeout"');
});

it('names every function that the library has for rules', () => {
  const index = readFileSync(join(ROOT, 'src', 'index.ts'), 'utf8');
  const exported = [...index.matchAll(/^export \{([^}]*)\} from '\.\/(?:mesh|yaml)\//gm)]
    .flatMap(([, names = '']) => names.split(','))
    .map((name) => name.trim())
    .filter((name) => /^[a-z]\w+$/.test(name));
  expect(exported.length).toBeGreaterThan(25);
  expect(exported.filter((name) => !PAGE.includes(`\`${name}\``))).toEqual([]);
});
