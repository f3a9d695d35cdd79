import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnyRule } from '../src/engine/rule.ts';
import { lint } from '../src/lint.ts';
import { registry } from '../src/rules/registry.ts';
import { FIXTURES, ROOT, settingsIn } from './support/fixtures.ts';

/** Files by name, and the line where the first one stands. */
interface Example {
  files: Map<string, string>;
  line: number;
}

describe.each(registry.map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
  const page = join(ROOT, 'docs', 'rules', `${id}.md`);
  const text = existsSync(page) ? readFileSync(page, 'utf8') : '';

  it('has a page with its parts in order', async () => {
    const { default: rule } = await entry.load();
    const headings = [...text.matchAll(/^## (.*)$/gm)].map((match) => match[1]);
    const wanted = [
      'Why',
      'Incorrect',
      'Correct',
      ...(rule.options ? ['Options'] : []),
      'When to turn it off',
      'Sources',
    ];
    expect(text.startsWith(`# ${id}\n`), 'title').toBe(true);
    expect(headings).toEqual(wanted);
    for (const option of Object.keys(rule.options ?? {})) expect(text).toContain(`### ${option}\n`);
  });

  it('has metadata that every format can show', async () => {
    const { default: rule } = await entry.load();
    expect(rule.summary).toMatch(/^(?:[A-Z0-9`]|istiod|ztunnel).*[^.!?]$/);
    expect(rule.summary.length).toBeLessThan(200);
    expect(rule.sources.length).toBeGreaterThan(0);
    for (const option of Object.values(optionsOf(rule)))
      expect(option.description, 'description of an option').toMatch(/\S/);
    expect(Object.keys(rule.presets)).not.toEqual([]);
    if (rule.presets.recommended) expect(rule.presets.strict, 'strict is a superset of recommended').toBeDefined();
    expect(rule.codes ?? []).toEqual((rule.codes ?? []).filter((code: string) => /^(IST|KIA)\d{4}$/.test(code)));
  });

  it('has examples that are true', async () => {
    if (/^```text$/m.test(text)) return;
    const incorrect = examplesIn(text, 'Incorrect');
    const correct = examplesIn(text, 'Correct');
    expect(incorrect.length, 'incorrect examples').toBeGreaterThan(0);
    expect(correct.length, 'correct examples').toBeGreaterThan(0);
    const alone = (example: Example) => {
      const { beside = [] } = settingsIn([...example.files.values()].join('').split('\n').slice(0, 6));
      return findingsOf(example, { only: [id, ...beside] });
    };
    for (const example of incorrect)
      expect((await alone(example)).join(), `line ${example.line} should be reported`).toContain(`[${id}]`);
    for (const example of correct) {
      expect(await alone(example), `line ${example.line} should be silent`).toEqual([]);
      expect(await findingsOf(example, {}), `line ${example.line} should be silent under recommended`).toEqual([]);
    }
  });

  it('has fixtures', () => {
    for (const side of ['valid', 'invalid']) expect(existsSync(join(FIXTURES, id, side)), side).toBe(true);
  });
});

function optionsOf(rule: AnyRule): Record<string, { description: string }> {
  return rule.options ?? {};
}

/**
 * The YAML blocks below a heading. A block may name its file in the fence, ```yaml values.yaml; such blocks with nothing
 * between them are the files of one tree.
 */
function examplesIn(text: string, heading: string): Example[] {
  const section = new RegExp(`^## ${heading}$([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(text);
  const before = section ? text.slice(0, section.index).split('\n').length : 0;
  const body = section?.[1] ?? '';
  const examples: Example[] = [];
  let end = -1;
  for (const match of body.matchAll(/^```yaml(?: (\S+))?\n([\s\S]*?)^```$/gm)) {
    const [block, name, yaml = ''] = match;
    const isNext = name !== undefined && end >= 0 && body.slice(end, match.index).trim() === '';
    const last = examples.at(-1);
    if (isNext && last) last.files.set(name, yaml);
    else
      examples.push({
        files: new Map([[name ?? 'example.yaml', yaml]]),
        line: before + body.slice(0, match.index).split('\n').length,
      });
    end = match.index + block.length;
  }
  return examples;
}

async function findingsOf({ files }: Example, options: { only?: string[] }): Promise<string[]> {
  const overlay = new Map([...files].map(([name, yaml]) => [join(ROOT, name), yaml]));
  const { report } = await lint({ cwd: ROOT, paths: [], overlay, ...options });
  return report.files.flatMap((file) =>
    file.findings.map((finding) => `${finding.line}: ${finding.message} [${finding.ruleId}]`),
  );
}
