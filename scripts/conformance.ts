// Scores the build against Istio's own verdicts and the real repositories, and holds the floors. Steps aside without the data.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFORMANCE, fieldFindings, readVerdicts } from './field.ts';
import { ROOT } from './rule-files.ts';

/** The least score of each set in percent, and the most findings of one rule per 10 Istio resources. */
interface Floors {
  scores: Record<string, number>;
  /** Of analyze: least share of all analyzers' messages that are found, in percent, and most messages too many. */
  analyze: { recallOfAll: number; extraOfAll: number };
  /** Of validate: least agreement on accept, warn or reject, and on the place, in percent; most errors per rejected document. */
  validate: { threeWay: number; location: number; errorsPerRejected: number };
  findingsPerTenResources: number;
  /** Rules that may say more, with the reason. */
  busyRules: Record<string, string>;
}

interface RealScore {
  real: {
    rules: [string, { findings: number }][] | Record<string, { findings: number }>;
    repos: { resources: number }[];
  };
}

interface ValidateScore {
  validate: { line: string; total: { documents: number; threeWay: number; located: number; locatable: number } };
}

interface AnalyzeScore {
  analyze: { all: { matched: number; missing: number; extra: number } };
}

const floors: Floors = JSON.parse(readFileSync(join(ROOT, 'test', 'conformance', 'floors.json'), 'utf8'));

async function main(): Promise<void> {
  if (!existsSync(CONFORMANCE)) {
    process.stdout.write('conformance: no data beside this checkout, not scored\n');
    return;
  }
  const work = mkdtempSync(join(tmpdir(), 'mesh-lint-conformance-'));
  try {
    for (const [set, floor] of Object.entries(floors.scores)) score(set, floor, join(work, `${set}.json`));
    holdAnalyzers(JSON.parse(readFileSync(join(work, 'analyze.json'), 'utf8')));
    holdVerdictParts(JSON.parse(readFileSync(join(work, 'validate.json'), 'utf8')));
    holdBusyRules(JSON.parse(readFileSync(join(work, 'real.json'), 'utf8')));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  await holdVerdicts();
}

function score(set: string, floor: number, report: string): void {
  const args = [
    // A script that is reached through a link does not know itself for the one that was started.
    realpathSync(join(CONFORMANCE, 'score.mjs')),
    set,
    '--min',
    String(floor),
    '--report',
    report,
    '--show',
    '3',
    '--full',
    ...(set === 'analyze' ? ['--deviations', join(ROOT, 'test', 'conformance', 'deviations.json')] : []),
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const lines = stdout.trimEnd().split('\n');
  process.stdout.write(`${lines.at(-1)} (floor ${floor})\n`);
  if (status !== 0) fail(`${set} is below its floor\n${lines.slice(-40).join('\n')}\n${stderr}`);
}

function holdAnalyzers({ analyze: { all } }: AnalyzeScore): void {
  const recall = (100 * all.matched) / (all.matched + all.missing);
  const { recallOfAll, extraOfAll } = floors.analyze;
  if (!(recall >= recallOfAll)) fail(`${recall} % of all analyzers' messages are found, floor ${recallOfAll}`);
  if (!(all.extra <= extraOfAll)) fail(`${all.extra} messages are too many, at most ${extraOfAll}`);
}

function holdVerdictParts({ validate: { line, total } }: ValidateScore): void {
  const threeWay = (100 * total.threeWay) / total.documents;
  const location = (100 * total.located) / total.locatable;
  const errors = Number(/([\d.]+) error findings per rejected document/.exec(line)?.[1] ?? Number.NaN);
  const { validate } = floors;
  if (!(threeWay >= validate.threeWay))
    fail(`accept, warn or reject agree in ${threeWay} %, floor ${validate.threeWay}`);
  if (!(location >= validate.location)) fail(`places agree in ${location} %, floor ${validate.location}`);
  if (!(errors <= validate.errorsPerRejected))
    fail(`${errors} errors per rejected document, at most ${validate.errorsPerRejected}`);
}

function holdBusyRules({ real }: RealScore): void {
  const resources = real.repos.reduce((sum, repo) => sum + repo.resources, 0);
  const rules = Array.isArray(real.rules) ? real.rules : Object.entries(real.rules);
  for (const [id, { findings }] of rules) {
    const perTen = (findings / resources) * 10;
    if (perTen > floors.findingsPerTenResources && !floors.busyRules[id]) {
      fail(
        `${id} fires ${perTen.toFixed(2)} times per 10 Istio resources of the real repositories; find out why, or give the reason in floors.json`,
      );
    }
  }
}

async function holdVerdicts(): Promise<void> {
  const verdicts = readVerdicts();
  const alive = new Set((await fieldFindings()).map(({ key }) => key));
  const counts = { true: 0, false: 0, debatable: 0 };
  for (const [key, { verdict, rule, where }] of Object.entries(verdicts)) {
    counts[verdict]++;
    if (verdict === 'false' && alive.has(key)) fail(`a finding known to be false still fires: ${rule} at ${where}`);
  }
  process.stdout.write(
    `field report: ${counts.true} true, ${counts.debatable} debatable, ${counts.false} false (none of them fires)\n`,
  );
}

function fail(message: string): void {
  process.stderr.write(`conformance: ${message}\n`);
  process.exitCode = 1;
}

void main();
