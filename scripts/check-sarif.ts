// Asks two tools that are not ours about our SARIF: check-jsonschema (PyPI) by the official schema, and Microsoft's
// sarif-multitool (npm, 104 MB) by the rules of SARIF and of GitHub. Both are installed into a temporary folder; what cannot
// be installed steps aside by name.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { ROOT } from './rule-files.ts';

const CHECK_JSONSCHEMA = 'check-jsonschema==0.39.0';
const MULTITOOL = '@microsoft/sarif-multitool@5.7.0';
const SCHEMA = join(ROOT, 'node_modules', '@microsoft', 'jest-sarif', 'lib', 'schemas', 'sarif-2.1.0-rtm.5.json');
const RESULTS = 5_000;

const work = mkdtempSync(join(tmpdir(), 'mesh-lint-sarif-'));

/** Answers what is wrong with some files, each clause with the name of its file. */
type Checker = (files: readonly string[]) => string[];

function main(): number {
  if (!existsSync(join(ROOT, 'dist', 'cli.cjs'))) {
    say('there is no dist to ask about: npm run build');
    return 1;
  }
  const logs = [logOf('clean', clean()), logOf('odd', odd()), logOf('many', many())];
  const broken = brokenCopy(logs[0]?.file ?? '');
  for (const { name, file, results } of logs) say(`${name}: ${results} results, ${readFileSync(file).length} bytes`);
  let failed = false;
  for (const [name, install] of Object.entries({ 'check-jsonschema': checkJsonschema, 'sarif-multitool': multitool })) {
    const start = performance.now();
    const check = install();
    if (typeof check === 'string') {
      say(`${name} steps aside: ${check}`);
      continue;
    }
    const found = check([...logs.map(({ file }) => file), broken]);
    const problems = found.filter((text) => !text.includes('broken.sarif'));
    if (found.length === problems.length) problems.push('it finds nothing in a log with a line 0');
    for (const problem of problems) say(`${name}: ${problem}`);
    if (problems.length === 0) say(`${name}: nothing to say, ${Math.round((performance.now() - start) / 1000)} s`);
    failed ||= problems.length > 0;
  }
  return failed ? 1 : 0;
}

function logOf(name: string, manifests: string) {
  const file = join(work, `${name}.sarif`);
  const cli = join(ROOT, 'bin', 'mesh-lint.js');
  const argv = [cli, '--preset', 'all', '-f', `sarif=${file}`, '--stdin-filename', `${name} ü#%.yaml`, '-'];
  const { status, stderr } = spawnSync(process.execPath, argv, { input: manifests, cwd: work, encoding: 'utf8' });
  if (status !== 0 && status !== 1) throw new Error(`mesh-lint failed: ${stderr}`);
  return { name, file, results: resultsIn(file).length };
}

function resultsIn(file: string) {
  const log: Log = JSON.parse(readFileSync(file, 'utf8'));
  return log.runs.flatMap((run) => run.results ?? []);
}

function brokenCopy(file: string): string {
  const log: Log = JSON.parse(readFileSync(file, 'utf8'));
  const region = { startLine: 0, startColumn: 1, endLine: 1, endColumn: 1 };
  const physicalLocation = { artifactLocation: { uri: 'a.yaml' }, region };
  log.runs[0]?.results?.push({ ruleId: 'no/such-rule', message: { text: 'x' }, locations: [{ physicalLocation }] });
  const copy = join(work, 'broken.sarif');
  writeFileSync(copy, JSON.stringify(log));
  return copy;
}

function clean(): string {
  return 'apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: web, namespace: shop}\nspec:\n  egress:\n    - hosts: ["./*", "istio-system/*"]\n';
}

/** Names with all that SARIF, URIs and Markdown give a meaning to. */
function odd(): string {
  const texts = [
    '{0} {x}',
    '[a](b) [c](1) [',
    '<b>&amp;',
    '値🚀\u0301',
    '\\ \u001b[31m \u0085\u2028\u202e',
    '\ufffe `|` %25 %zz',
  ];
  return texts
    .map(
      (text, index) =>
        `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: ${JSON.stringify(`a${index}${text}`)}, namespace: shop}\nspec:\n  hosts: [web]\n  ${JSON.stringify(text)}: 1\n  http:\n    - route: [{destination: {host: web}, weight: 50}, {destination: {host: web}, weight: 40}]\n`,
    )
    .concat('spec: [a\n')
    .join('---\n');
}

function many(): string {
  return Array.from(
    { length: RESULTS / 2 },
    (_, index) =>
      `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: r${index}, namespace: shop}\nspec:\n  host: h${index}\n  hots: x\n  trafficpolicy: {}\n`,
  ).join('---\n');
}

/** The checker, or why there is none. */
function checkJsonschema(): Checker | string {
  const python = ['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0);
  if (python === undefined) return 'Python is not installed';
  const folder = join(work, 'python');
  if (spawnSync(python, ['-m', 'venv', folder]).status !== 0) return 'this Python makes no virtual environments';
  const bin = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  const { status } = spawnSync(join(bin, 'pip'), ['install', '--quiet', CHECK_JSONSCHEMA], { stdio: 'ignore' });
  if (status !== 0) return `${CHECK_JSONSCHEMA} cannot be installed`;
  return (files) => {
    const flags = ['--regex-variant', 'nonunicode', '--schemafile', SCHEMA];
    const ran = spawnSync(join(bin, 'check-jsonschema'), [...flags, ...files], { encoding: 'utf8' });
    if (ran.status === 0) return [];
    const text = `${ran.stdout}${ran.stderr}`;
    const lines = text.split('\n').filter((line) => line.includes('.sarif::'));
    return lines.length > 0 ? lines : [text.trim()];
  };
}

function multitool(): Checker | string {
  const argv = ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', work, MULTITOOL];
  if (spawnSync('npm', argv, { cwd: work, stdio: 'ignore', shell: process.platform === 'win32' }).status !== 0)
    return `${MULTITOOL} cannot be installed`;
  // Its npm shim hands its arguments to a shell unquoted.
  const folder = join(work, 'node_modules', '@microsoft', `sarif-multitool-${process.platform}`);
  const binary = ['Sarif.Multitool', 'Sarif.Multitool.exe'].map((name) => join(folder, name)).find(existsSync);
  if (binary === undefined) return `there is none for ${process.platform}`;
  chmodSync(binary, 0o755);
  return (files) => {
    const report = join(work, 'multitool.sarif');
    const flags = ['--rule-kind', 'Sarif;Ghas', '--output', report, '--log', 'ForceOverwrite'];
    const ran = spawnSync(binary, ['validate', ...files, ...flags], { encoding: 'utf8' });
    if (!existsSync(report)) return [`it failed: ${ran.stdout}${ran.stderr}`.trim()];
    // It exits 0 whatever it finds.
    const found = resultsIn(report).filter(({ level = 'warning' }) => level === 'error' || level === 'warning');
    rmSync(report);
    return found.map(({ ruleId, message, locations }) => {
      const place = locations?.[0]?.physicalLocation;
      return `${ruleId} ${place?.artifactLocation?.uri}:${place?.region?.startLine} ${message.text ?? message.arguments?.join(' · ')}`;
    });
  };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  process.exitCode = main();
} finally {
  rmSync(work, { recursive: true, force: true });
}
