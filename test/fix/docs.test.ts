import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tree } from '../input/tree.ts';
import { mesh } from '../support/cli.ts';
import { ROOT } from '../support/fixtures.ts';

const page = readFileSync(join(ROOT, 'docs', 'fixing.md'), 'utf8');
const block = (fence: string) => new RegExp(`^\`\`\`${fence}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(page)?.[1];

it.each([
  ['safe', []],
  ['unsafe', ['--unsafe-fixes']],
])('docs/fixing.md shows the %s diff of its example', async (name, flags) => {
  const root = tree({ 'cart.yaml': block('yaml cart.yaml') ?? '' });
  const { code, stdout } = await mesh(['--diff', ...flags, 'cart.yaml'], { cwd: root });
  expect(stdout).toBe(block(`diff ${name}`));
  expect(code).toBe(1);
});
