import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lint } from '../../src/lint.ts';
import { tree } from '../input/tree.ts';
import { mesh } from '../support/cli.ts';
import { ROOT } from '../support/fixtures.ts';

const page = readFileSync(join(ROOT, 'docs', 'suppressing.md'), 'utf8');
const blocks = [...page.matchAll(/^```(\w+)( \w+)?\n([\s\S]*?)^```$/gm)].map(([, language, mark = '', text = '']) => ({
  language: language + mark,
  text,
}));
const of = (language: string) => blocks.filter((block) => block.language === language).map(({ text }) => text);

describe('docs/suppressing.md', () => {
  test.each(of('yaml').map((text, index) => [index + 1, text]))(
    'example %i is silenced, each finding for a reason',
    async (_, text) => {
      const { report } = await lint({ cwd: '/repo', paths: [], overlay: new Map([['a.yaml', String(text)]]) });
      const [file] = report.files;
      expect(file?.findings).toEqual([]);
      expect(file?.suppressed?.length).toBeGreaterThan(0);
      const bare = String(text)
        .replace(/ *# mesh-lint-.*/g, '')
        .replace(/^ {2}annotations:\n.*\n/m, '');
      const without = await lint({ cwd: '/repo', paths: [], overlay: new Map([['a.yaml', bare]]) });
      expect(without.report.files[0]?.findings).toHaveLength(file?.suppressed?.length ?? 0);
    },
  );

  test('what is left over is reported as shown', async () => {
    const [yaml = ''] = of('yaml reported');
    const [shown = ''] = of('text');
    const { code, stdout } = await mesh(['-f', 'stylish', '-'], { stdin: yaml });
    expect(code).toBe(0);
    expect(stdout.split('\n')[1]?.trim()).toBe(shown.trim());
  });

  test('the commands of a baseline do what is said', async () => {
    const [manifest = ''] = of('yaml');
    const plain = manifest.replace(/ *# mesh-lint-.*/g, '').replace(/^ *audited.*\n/m, '');
    const root = tree({ 'k8s/reviews.yaml': plain });
    const [commands = ''] = of('sh');
    for (const command of commands.trim().split('\n')) {
      const [name, ...argv] = command.split(' ');
      expect(name).toBe('mesh-lint');
      expect((await mesh(argv, { cwd: root })).code).toBe(0);
    }
    expect(readFileSync(join(root, 'mesh-lint-baseline.json'), 'utf8')).toBe(of('json')[0]);
    writeFileSync(join(root, 'k8s/more.yaml'), plain.replace('name: reviews', 'name: ratings'));
    expect((await mesh(['k8s', '--baseline', 'mesh-lint-baseline.json'], { cwd: root })).code).toBe(1);
  });
});
