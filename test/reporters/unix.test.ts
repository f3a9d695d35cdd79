import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import unix from '../../src/reporters/unix.ts';
import { ROOT } from '../support/fixtures.ts';
import { finding, options, rangeOf, report, sampleReport } from './sample.ts';

interface Pattern {
  regexp: string;
  file: number;
  line: number;
  column: number;
  message: number;
  severity?: number;
  code: number;
}
interface Matcher {
  owner: string;
  severity?: string;
  pattern: [Pattern];
}

const { problemMatcher: matchers }: { problemMatcher: Matcher[] } = JSON.parse(
  readFileSync(join(ROOT, 'mesh-lint-matcher.json'), 'utf8'),
);

/** What a runner makes of a line. */
function match(line: string) {
  for (const { severity, pattern } of matchers) {
    const [{ regexp, ...groups }] = pattern;
    const found = new RegExp(regexp).exec(line);
    if (!found) continue;
    return {
      file: found[groups.file],
      line: found[groups.line],
      column: found[groups.column],
      severity: (groups.severity === undefined ? severity : found[groups.severity])?.toLowerCase(),
      message: found[groups.message],
      code: found[groups.code],
    };
  }
  return undefined;
}

describe('mesh-lint-matcher.json', () => {
  test('reads every finding, with a severity that runners know, and no other line', async () => {
    const lines = (await unix(sampleReport(), options)).trimEnd().split('\n');
    const findings = sampleReport().files.flatMap((file) => file.findings);
    expect(lines.map(match).filter(Boolean)).toHaveLength(findings.length);
    expect(lines.slice(0, findings.length).map((line) => match(line)?.severity)).toEqual(
      findings.map(({ level }) => (level === 'info' ? 'notice' : level)),
    );
    expect(match(lines[0] ?? '')).toEqual({
      file: 'k8s/reviews.yaml',
      line: '17',
      column: '21',
      severity: 'error',
      message: 'Subset `v3` is not defined for host `reviews`',
      code: 'virtual-service/unknown-subset',
    });
  });

  test('is not misled by a message that looks like a place', async () => {
    const message = 'b.yaml:1:2: no [Info/x/y]';
    const findings = [finding(rangeOf('a', 'a'), { message })];
    const [line = ''] = (await unix(report([{ filePath: '/repo/a.yaml', source: 'a', findings }]), options)).split(
      '\n',
    );
    expect(match(line)).toMatchObject({ file: 'a.yaml', message, severity: 'error' });
  });

  test('every matcher has an owner of its own', () => {
    expect(new Set(matchers.map(({ owner }) => owner)).size).toBe(matchers.length);
  });
});
