import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { codeBlocks } from '../code-blocks.ts';
import { MENDED, WITH_MISTAKE } from './mistake.ts';
import { check, IDENTITY, run, step } from './shell.ts';

/** The Action of a released tag on the event of a pull request, as the runner starts it: inputs and files by environment. */
export function action(released: string, tag: string, work: string): void {
  step('the Action: it annotates a pull request that brings a mistake');
  const home = join(work, 'action');
  run(['git', '-c', 'advice.detachedHead=false', 'clone', '--quiet', '--branch', tag, released, home], { cwd: work });
  const { runs, inputs } = parse(readFileSync(join(home, 'action.yml'), 'utf8'));
  check(runs.using === 'node24', 'it asks for Node 24');
  const files = join(work, 'runner');
  mkdirSync(files);
  const [output, summary, event] = [join(files, 'output'), join(files, 'summary'), join(files, 'event.json')];
  const { workspace, base } = pullRequest(work);
  for (const path of [output, summary]) writeFileSync(path, '');
  writeFileSync(event, JSON.stringify({ action: 'opened', pull_request: { base: { sha: base } } }));
  run([process.execPath, join(home, runs.main)], {
    cwd: workspace,
    env: {
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_EVENT_PATH: event,
      ...inputsFor(inputs, { ...shownInReadme(home, tag), since: 'pull-request' }),
    },
    exit: 1,
    show: true,
    says: [/^::error file=k8s\/reviews\.yaml,line=10,.*title=core\/unknown-field::/m],
  });
  const outputs = readFileSync(output, 'utf8');
  check(
    /^errors<<(.+)\n1\n\1$/m.test(outputs) && /^exit-code<<(.+)\n1\n\1$/m.test(outputs),
    'outputs say 1 error, exit 1',
  );
  check(readFileSync(summary, 'utf8').includes('core/unknown-field'), 'the summary of the job has it in a table');
  const sarif = JSON.parse(readFileSync(join(workspace, 'mesh-lint.sarif'), 'utf8'));
  check(sarif.runs[0].results.length === 1, 'so has the SARIF file');
}

/** As the runner hands them over: each input that action.yml declares, with its default where it is not given. */
function inputsFor(
  declared: Record<string, { default?: string }>,
  given: Record<string, string>,
): Record<string, string> {
  const names = Object.keys(declared);
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`the README gives inputs that action.yml does not have: ${unknown.join(', ')}`);
  const values = names.map((name) => [`INPUT_${name.toUpperCase()}`, given[name] ?? declared[name]?.default ?? '']);
  return Object.fromEntries(values);
}

/** The inputs of the README's workflow. */
function shownInReadme(home: string, tag: string): Record<string, string> {
  const workflow = codeBlocks(readFileSync(join(home, 'README.md'), 'utf8'), 'yaml')
    .map((text) => parse(text))
    .find((block) => block.jobs !== undefined);
  const step = workflow?.jobs['mesh-lint'].steps.find((one: { uses: string }) => one.uses.includes('/mesh-lint@'));
  check(step?.uses.endsWith(`@${tag.split('.')[0]}`), `the README's workflow names the tag of ${tag}'s major`);
  return step.with;
}

/** A repository whose last commit brings a mistake, beside one that was there before. */
function pullRequest(work: string): { workspace: string; base: string } {
  const workspace = join(work, 'pull-request');
  const git = (...args: string[]) => run(['git', ...args], { cwd: workspace, env: IDENTITY });
  mkdirSync(join(workspace, 'k8s'), { recursive: true });
  writeFileSync(join(workspace, 'k8s', 'reviews.yaml'), MENDED);
  writeFileSync(join(workspace, 'k8s', 'old.yaml'), WITH_MISTAKE.replaceAll('reviews', 'old'));
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '-m', 'Routes');
  const base = git('rev-parse', 'HEAD').trim();
  writeFileSync(join(workspace, 'k8s', 'reviews.yaml'), WITH_MISTAKE);
  git('commit', '--quiet', '-am', 'A timeout');
  return { workspace, base };
}
