import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lint } from '../src/lint.ts';
import { registry } from '../src/rules/registry.ts';
import { casesIn, FIXTURES, lintCase, render } from './support/fixtures.ts';

const update = process.env.UPDATE_GOLDEN === '1';

describe.each(registry.map(({ id }) => id))('%s', (id) => {
  const invalid = casesIn(join(FIXTURES, id, 'invalid'));
  const valid = casesIn(join(FIXTURES, id, 'valid'));

  it.each(invalid.map((fixture) => [fixture.name, fixture] as const))('reports invalid/%s', async (name, fixture) => {
    const report = await lintCase(id, fixture);
    const text = await render(report, fixture.directory);
    const golden = join(fixture.directory, `${name}.report.txt`);
    if (update) writeFileSync(golden, text);
    expect(report.files.flatMap((file) => file.findings).length, 'findings').toBeGreaterThan(0);
    expect(text).toBe(existsSync(golden) ? readFileSync(golden, 'utf8') : '(no golden report yet: UPDATE_GOLDEN=1)');
  });

  it.each(valid.map((fixture) => [fixture.name, fixture] as const))('is silent on valid/%s', async (_, fixture) => {
    expect(messagesOf(await lintCase(id, fixture))).toEqual([]);
    const { report } = await lint({ paths: [fixture.path], cwd: fixture.directory });
    expect(messagesOf(report)).toEqual([]);
  });

  it('shows each of its messages in a fixture', async () => {
    const entry = registry.find((candidate) => candidate.id === id);
    const { default: rule } = (await entry?.load()) ?? { default: undefined };
    const reports = await Promise.all(invalid.map((fixture) => lintCase(id, fixture)));
    const shown = new Set(
      reports.flatMap((report) => report.files.flatMap((file) => file.findings.map((finding) => finding.messageId))),
    );
    expect(Object.keys(rule?.messages ?? {}).filter((messageId) => !shown.has(messageId))).toEqual([]);
    expect(valid.length, 'valid fixtures').toBeGreaterThan(0);
    const codes = reports.flatMap((report) =>
      report.files.flatMap((file) => file.findings.flatMap((each) => each.codes)),
    );
    expect(codes.filter((code) => !entry?.codes.includes(code))).toEqual([]);
  });
});

function messagesOf(report: Awaited<ReturnType<typeof lintCase>>): string[] {
  return report.files.flatMap((file) =>
    file.findings.map((finding) => `${finding.line}: ${finding.message} [${finding.ruleId}]`),
  );
}
