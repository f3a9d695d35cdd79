import { expect, test } from 'vitest';
import type { Level, Scope } from '../../src/report.ts';
import pretty from '../../src/reporters/pretty.ts';
import stylish from '../../src/reporters/stylish.ts';
import { tagColors } from './ansi.ts';
import { finding, options, rangeOf, report } from './sample.ts';

const SCOPE: Scope = {
  files: 6,
  documents: 21,
  checkedResources: 14,
  readOnly: {},
  templates: 0,
  openReferences: {},
  istioVersion: '1.31',
};

const clean = async (scope: Partial<Scope>) =>
  pretty(report([], { scope: { ...SCOPE, ...scope } }), { ...options, width: 120 });

test('a clean run is one line, in both formats', async () => {
  expect(await clean({})).toBe('✔ no problems in 14 Istio resources (6 files, Istio 1.31)\n');
  expect(await stylish(report([], { scope: SCOPE }), options)).toBe(await clean({}));
});

test('one of each is singular', async () => {
  expect(await clean({ files: 1, checkedResources: 1 })).toBe(
    '✔ no problems in 1 Istio resource (1 file, Istio 1.31)\n',
  );
});

test('a clean run without anything to check says so', async () => {
  expect(await clean({ checkedResources: 0 })).toBe('✔ no problems, but no Istio resources either (6 files)\n');
});

test('what was not checked is said on a clean run too', async () => {
  expect(await clean({ readOnly: { Service: 2, Deployment: 3, Pod: 0 }, templates: 1 })).toBe(
    '✔ no problems in 14 Istio resources (6 files, Istio 1.31)\n' +
      '  read without a schema check: 3 Deployments, 2 Services · passed over 1 file with unrendered templates\n',
  );
});

test('what does not fit the terminal gets a line each', async () => {
  const scope = { ...SCOPE, readOnly: { Service: 2 }, templates: 1 };
  expect(await pretty(report([], { scope }), { ...options, width: 60 })).toContain(
    '\n  read without a schema check: 2 Services\n  passed over 1 file with unrendered templates\n',
  );
});

test('of many kinds the most frequent are named and the others counted', async () => {
  const readOnly = Object.fromEntries(
    Array.from({ length: 11 }, (_, index) => [`Kind${String.fromCharCode(65 + index)}`, 20 - index]),
  );
  expect(await clean({ readOnly })).toContain('13 KindHs, 33 of 3 other kinds\n');
});

test('references that nobody could check are counted by kind, in both formats, with the reason', async () => {
  const openReferences = { Gateway: 1, host: 12, Namespace: 1, workload: 2 };
  const line =
    '  could not look up 12 hosts, 2 workloads, 1 Gateway, 1 Namespace: ' +
    'not in these files (see --context, --snapshot and --world)\n';
  expect(await clean({ openReferences })).toBe(`✔ no problems in 14 Istio resources (6 files, Istio 1.31)\n${line}`);
  const files = [{ filePath: '/repo/a.yaml', source: 'a', findings: [finding(rangeOf('a', 'a'))] }];
  const scope = { ...SCOPE, openReferences };
  for (const format of [pretty, stylish])
    expect(await format(report(files, { scope }), { ...options, width: 120 })).toContain(`\n${line}`);
});

test('what is suppressed is said behind the counts, in both formats', async () => {
  const suppressed = [
    { ...finding(rangeOf('a', 'a')), suppressions: [{ kind: 'baseline' as const, justification: '' }] },
  ];
  const findings = [finding(rangeOf('a', 'a'))];
  const files = (own: typeof findings) => [{ filePath: '/repo/a.yaml', source: 'a', findings: own, suppressed }];
  for (const format of [pretty, stylish]) {
    expect(await format(report(files([]), { scope: SCOPE }), options)).toBe(
      '✔ no problems in 14 Istio resources (6 files, Istio 1.31) · 1 suppressed\n',
    );
    expect(await format(report(files(findings), { scope: SCOPE }), options)).toContain(
      '✖ 1 problem (1 error) in 1 file · 1 suppressed\n',
    );
  }
});

test('kinds are counted in English', async () => {
  const readOnly = { Ingress: 2, NetworkPolicy: 2, Gateway: 2, Endpoints: 2 };
  expect(await clean({ readOnly })).toContain('2 Endpoints, 2 Gateways, 2 Ingresses, 2 NetworkPolicies');
});

test.each<[Level[], string]>([
  [['error'], '‹red›✖ 1 problem (1 error) in 1 file‹/›'],
  [['error', 'warning', 'warning'], '‹red›✖ 3 problems (1 error, 2 warnings) in 1 file‹/›'],
  [['warning', 'info'], '‹yellow›⚠ 2 problems (1 warning, 1 info) in 1 file‹/›'],
  [['info', 'info'], '‹blue›ℹ 2 problems (2 infos) in 1 file‹/›'],
])('%j', async (levels, headline) => {
  const findings = levels.map((level) => finding(rangeOf('a', 'a'), { level }));
  const files = [{ filePath: '/repo/a.yaml', source: 'a', findings }];
  const text = await stylish(report(files, { scope: SCOPE }), { ...options, color: true });
  expect(tagColors(text)).toContain(
    `\n${headline}\n‹dim›  checked 14 Istio resources in 6 files (21 documents) against Istio 1.31‹/›\n`,
  );
});
