import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { git } from '../../scripts/git.ts';
import { ROOT } from '../support/fixtures.ts';
import { environment, folder, reading, step } from './runner.ts';

/** A route with a misspelt field for each name. */
function routes(...names: string[]): string {
  return names
    .map(
      (name) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${JSON.stringify(name)}, namespace: shop }
spec:
  hosts: [${JSON.stringify(`${name}.example.com`)}]
  http: [{ timeuot: 3s, route: [{ destination: { host: a.shop.svc.cluster.local } }] }]
`,
    )
    .join('---\n');
}

const many = (amount: number) => Array.from({ length: amount }, (_, index) => `r${index}`);
/** Rules of one finding for each route. */
const LEVEL = (level: string) => `--only core/unknown-field --rule 'core/unknown-field: ${level}'`;

describe('a step of the Action', () => {
  it('annotates, sums up and leaves outputs', async () => {
    const ran = await step(folder({ '.git/HEAD': '', 'k8s/a.yaml': routes('reviews') }), {
      'working-directory': 'k8s',
      'sarif-file': 'mesh.sarif',
    });
    expect(ran.code).toBe(1);
    expect(ran.outputs).toEqual({
      errors: '1',
      warnings: '0',
      infos: '0',
      'sarif-file': 'k8s/mesh.sarif',
      'exit-code': '1',
    });
    expect(ran.commands).toEqual([
      expect.stringMatching(
        /^::error file=k8s\/a\.yaml,line=6,endLine=6,col=12,endColumn=19,title=core\/unknown-field::There is no field "timeuot"/,
      ),
    ]);
    expect(ran.summary).toMatch(/^### mesh-lint: ✖ 1 problem \(1 error\) in 1 file.*\n\n.*\n.*\n\| ✖ error \|/);
    expect(ran.log).toContain('help:');
  });

  it('writes SARIF and outputs that later steps find', async () => {
    const workspace = folder({ 'a.yaml': routes('reviews') });
    const { outputs } = await step(workspace, { 'sarif-file': 'mesh.sarif', 'failure-threshold': 'none' });
    expect(outputs).toMatchObject({ 'exit-code': '0', 'sarif-file': 'mesh.sarif' });
    const sarif = JSON.parse(readFileSync(join(workspace, outputs['sarif-file'] ?? ''), 'utf8'));
    expect(sarif.runs[0].results).toHaveLength(1);
    const declared = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')).outputs;
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(declared).sort());
  });

  it('shows ten annotations of a level, and says how many more there are and where', async () => {
    const workspace = folder({ 'a.yaml': routes(...many(12)) });
    const { commands, summary, outputs } = await step(workspace, { args: LEVEL('error') });
    expect(commands.filter((line) => line.startsWith('::error '))).toHaveLength(10);
    expect(commands.slice(10)).toEqual([
      "::notice title=mesh-lint::2 errors more: GitHub shows 10 annotations of a level for each step. See the job's summary and this step's log.",
    ]);
    expect(summary.match(/\| ✖ error \|/g)).toHaveLength(1);
    expect(summary).toContain('✖ 12 problems');
    expect(outputs.errors).toBe('12');
  });

  it('shows findings of every rule before it shows a second of one', async () => {
    const workspace = folder({
      'a.yaml': `${routes(...many(30))}---\n${routes('b').replace('timeuot: 3s', 'timeout: 3')}`,
    });
    const { commands } = await step(workspace, { args: '--only core/unknown-field --only core/schema' });
    const errors = commands.filter((line) => line.startsWith('::error '));
    expect(errors).toHaveLength(10);
    expect(errors.filter((line) => line.includes('title=core/schema'))).toHaveLength(1);
  });

  it('keeps a place among the infos for that', async () => {
    const ten = await step(folder({ 'a.yaml': routes(...many(10)) }), { args: LEVEL('info') });
    expect(ten.commands).toHaveLength(10);
    expect(ten.commands.join('\n')).not.toContain(' more: ');
    const { commands, code } = await step(folder({ 'a.yaml': routes(...many(11)) }), { args: LEVEL('info') });
    expect(commands).toHaveLength(10);
    expect(commands.at(-1)).toMatch(/^::notice title=mesh-lint::2 infos more: /);
    expect(code).toBe(0);
  });

  it('says that the log has all of them where there is no summary', async () => {
    const workspace = folder({ 'a.yaml': routes(...many(11)) });
    const { commands } = await step(
      workspace,
      { args: LEVEL('warning') },
      { GITHUB_STEP_SUMMARY: '', GITHUB_OUTPUT: '' },
    );
    expect(commands.at(-1)).toMatch(/1 warning more: .* See this step's log\.$/);
  });

  it('keeps within the size of a summary, and adds to what is there', async () => {
    const distinct = many(2500).map((name) => routes(name).replace('timeuot', `${name}${'long'.repeat(20)}`));
    const workspace = folder({ 'a.yaml': distinct.join('---\n') });
    const files = folder({ summary: 'before\n' });
    const path = join(files, 'summary');
    await step(workspace, { args: `${LEVEL('error')} -f json=/dev/null` }, { GITHUB_STEP_SUMMARY: path });
    const summary = readFileSync(path, 'utf8');
    expect(summary).toMatch(/^before\n### mesh-lint: /);
    expect(Buffer.byteLength(summary)).toBeGreaterThan(900_000);
    expect(Buffer.byteLength(summary)).toBeLessThan(2 ** 20);
    expect(summary).toMatch(/\d+ more did not fit here/);
  });

  it('obeys nothing that a manifest says', async () => {
    const evil = 'x\n::error::forged\n::stop-commands::y\n##[add-path]/evil\r::set-output name=a::b\u2028::error::z';
    const workspace = folder({
      'a.yaml': `${routes(evil)}---\n::error file=b.yaml::forged\n##[error]forged: [\n`,
      '::error::x.yaml': routes('named'),
      '##[error]x.yaml': routes('named'),
    });
    const { commands, summary } = await step(workspace, { preset: 'all' });
    expect(commands.length).toBeGreaterThan(3);
    for (const line of commands)
      expect(line).toMatch(/^::(?:error|warning|notice) (?:file=[^:]*,line=\d+,.*|title=mesh-lint)::/);
    expect(summary).not.toMatch(/^(?:::|##\[)/m);
  });

  it('takes no line of an input for an output', async () => {
    const { outputs, code } = await step(folder({ 'a.yaml': routes('reviews') }), {
      'sarif-file': 'x\nerrors=0\nexit-code<<E\n0\nE\n.sarif',
    });
    expect({ code, errors: outputs.errors, exit: outputs['exit-code'] }).toEqual({ code: 1, errors: '1', exit: '1' });
  });

  it('reports only what a pull request changes', async () => {
    const workspace = folder({ 'old.yaml': routes('old') });
    const run = (...args: string[]) =>
      git(['-c', 'user.name=Shop', '-c', 'user.email=shop@example.com', ...args], { cwd: workspace });
    run('init', '--quiet');
    run('add', '.');
    run('commit', '--quiet', '-m', 'old');
    const sha = run('rev-parse', 'HEAD');
    writeFileSync(join(workspace, 'new.yaml'), routes('new'));
    run('add', '.');
    run('commit', '--quiet', '-m', 'new');
    const event = join(folder({ 'event.json': JSON.stringify({ pull_request: { base: { sha } } }) }), 'event.json');
    const { commands, outputs } = await step(workspace, { since: 'pull-request' }, { GITHUB_EVENT_PATH: event });
    expect(commands).toEqual([expect.stringMatching(/^::error file=new\.yaml,/)]);
    expect(outputs.errors).toBe('1');
  });

  it.each([
    [{ preset: 'recomended' }, /unknown preset "recomended"/],
    [{ 'failure-threshold': 'fatal' }, /--failure-threshold is error, warning, info or none/],
    [{ paths: 'nowhere' }, /no file matches ".\/nowhere"/],
    [{ 'working-directory': 'nowhere' }, /"working-directory" names no folder: .*nowhere; has the repository been/],
    [{ args: '--rule "x' }, /the input "args" has a quote that is never closed/],
    [{ 'sarif-file': 'no/such/folder.sarif' }, /cannot write .*folder\.sarif: its folder does not exist/],
  ])('fails with the reason as an annotation: %j', async (inputs, why) => {
    const ran = await step(folder({ 'a.yaml': routes('reviews') }), inputs as Record<string, string>);
    expect(ran.code).toBe(2);
    expect(ran.commands).toEqual([expect.stringMatching(/^::error title=mesh-lint::mesh-lint: /)]);
    expect(ran.commands[0]).toMatch(why);
    expect(ran.outputs).toEqual({ errors: '', warnings: '', infos: '', 'sarif-file': '', 'exit-code': '2' });
    expect(ran.summary).toBe('');
  });
});

it('says that a checkout is missing', async () => {
  const { code, commands } = await step(folder({}));
  expect(code).toBe(2);
  expect(commands).toEqual([
    expect.stringMatching(/there is nothing in .*; a step with actions\/checkout has to come/),
  ]);
});

describe('the entry that action.yml names', () => {
  const { main } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')).runs;

  it('runs as the runner runs it', () => {
    expect(existsSync(join(ROOT, main))).toBe(true);
    const workspace = folder({ 'a.yaml': routes('reviews') });
    const env = environment(workspace, { 'istio-version': '1.30' });
    const ran = spawnSync(process.execPath, [join(ROOT, main)], {
      cwd: workspace,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, ...env },
    });
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 1, stderr: '' });
    const { commands, outputs, summary } = reading(ran.stdout, env);
    expect(commands).toHaveLength(1);
    expect(outputs).toMatchObject({ errors: '1', 'exit-code': '1' });
    expect(summary).toContain('Istio 1.30');
  });
});
