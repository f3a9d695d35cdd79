// Every fix and suggestion that a fixture of any rule brings about: what they promise is held for all of them.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint.ts';
import type { FileReport, Finding, Fix } from '../../src/report.ts';
import { registry } from '../../src/rules/registry.ts';
import { readSource } from '../../src/yaml/read.ts';
import { casesIn, directivesOf, FIXTURES, type FixtureCase, lintCase } from '../support/fixtures.ts';
import { leavesIn, leavesOutside } from './leaves.ts';

const cases = registry.flatMap(({ id }) =>
  casesIn(join(FIXTURES, id, 'invalid')).map((fixture) => ({ id, fixture, name: `${id} ${fixture.name}` })),
);

interface Offer {
  file: FileReport;
  finding: Finding;
  edit: Fix;
}

/** All that a rule proposes for a case, whose texts are changed before they are linted. */
async function offersOf(id: string, fixture: FixtureCase, change: (text: string) => string): Promise<Offer[]> {
  const overlay = new Map(filesOf(fixture.path).map((path) => [path, change(readFileSync(path, 'utf8'))]));
  const { files } = await lintCase(id, fixture, { overlay });
  return files.flatMap((file) =>
    file.findings.flatMap((finding) => editsOf(finding).map((edit) => ({ file, finding, edit }))),
  );
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return names.map((name) => join(path, name)).filter((name) => /\.(ya?ml|json)$/.test(name));
}

function editsOf({ fix, unsafeFix, suggestions = [] }: Finding): Fix[] {
  return [fix, unsafeFix, ...suggestions.map((suggestion) => suggestion.fix)].filter((each) => each !== undefined);
}

function edited(text: string, { range: [start, end], text: replacement }: Fix): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

describe('each edit by itself leaves a readable text, with all that it does not stand at as it was', () => {
  it.each(cases)('$name', async ({ id, fixture }) => {
    for (const { file, finding, edit } of await offersOf(id, fixture, (text) => text)) {
      const where = `${finding.messageId} at line ${finding.line}`;
      const after = edited(file.source, edit);
      const { documents } = readSource(file.filePath, after);
      expect(
        documents.flatMap(({ problems }) => problems),
        where,
      ).toEqual([]);
      const [before, kept] = [leavesOutside(file.source, edit.range), leavesIn(after)];
      const lost = [...before].filter(([leaf, count]) => (kept.get(leaf) ?? 0) < count);
      expect(lost, where).toEqual([]);
      // Of a comment that is of no use nothing else is what the fix is about.
      const isOwn = (comment: string) => id === 'core/unused-directive' && comment.startsWith('# mesh-lint-');
      const gone = commentsGone(file.source, after, edit);
      expect(isOwn(gone[0] ?? '') ? gone.slice(1) : gone, where).toEqual([]);
      if (file.filePath.endsWith('.json')) expect(() => JSON.parse(after), where).not.toThrow();
    }
  });
});

/** Comments that an edit takes away; that of a line goes with the line. */
function commentsGone(before: string, after: string, { text }: Fix): string[] {
  const comments = text === '' ? /^[ \t]*#.*$/gm : /(?:^|[ \t])#.*$/gm;
  const left = [...after.matchAll(comments)].map(([comment]) => comment.trim());
  return [...before.matchAll(comments)]
    .map(([comment]) => comment.trim())
    .filter((comment) => {
      const place = left.indexOf(comment);
      if (place >= 0) left.splice(place, 1);
      return place < 0;
    });
}

describe('each edit keeps the line ends of a file', () => {
  it.each(cases)('$name', async ({ id, fixture }) => {
    const offers = await offersOf(id, fixture, (text) => text.replaceAll('\n', '\r\n'));
    for (const { file, edit } of offers) expect(edited(file.source, edit)).not.toMatch(/(?<!\r)\n/);
  });
});

describe('--fix', () => {
  it.each(cases)('ends, breaks nothing else, and finds nothing more to do: $name', async ({ fixture }) => {
    const { preset, istioVersion } = directivesOf(fixture);
    const options = {
      cwd: fixture.directory,
      paths: [fixture.path],
      ...(preset ? { presets: [preset] } : {}),
      ...(istioVersion ? { istioVersion } : {}),
    };
    const { report: before } = await lint(options);
    if (!before.files.some(({ findings }) => findings.some(({ fix, unsafeFix }) => fix ?? unsafeFix))) return;
    for (const fix of [true, 'unsafe'] as const) {
      const { report: after } = await lint({ ...options, fix });
      expect(errorsIn(after.files), String(fix)).toBeLessThanOrEqual(errorsIn(before.files));
      const overlay = new Map(after.files.map(({ filePath, source }) => [filePath, source]));
      const { report: again } = await lint({ ...options, overlay, fix });
      expect(
        again.files.filter(({ fixed }) => fixed).map(({ fixed }) => fixed),
        String(fix),
      ).toEqual([]);
    }
  });
});

/** A value that is mended may be judged by more rules than before, each of which takes the place of one error. */
function errorsIn(files: FileReport[]): number {
  return files.flatMap(({ findings }) => findings).filter(({ level }) => level === 'error').length;
}

describe('what the metadata say of fixes is so', () => {
  it.each(registry.map((entry) => [entry.id, entry] as const))('%s', async (id, entry) => {
    const { default: rule } = await entry.load();
    const reports = await Promise.all(casesIn(join(FIXTURES, id, 'invalid')).map((fixture) => lintCase(id, fixture)));
    const findings = reports.flatMap(({ files }) => files.flatMap((file) => file.findings));
    const offered = [
      ...(findings.some(({ fix }) => fix) ? ['safe'] : []),
      ...(findings.some(({ unsafeFix }) => unsafeFix) ? ['unsafe'] : []),
    ];
    const promised = { safe: ['safe'], unsafe: ['unsafe'], either: ['safe', 'unsafe'] };
    expect(offered).toEqual(rule.fix === undefined ? [] : promised[rule.fix]);
  });
});
