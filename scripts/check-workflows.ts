// Checks action.yml, our workflows and those that our pages show, with actionlint and with the published schemas.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeBlocks } from './code-blocks.ts';
import { git } from './git.ts';
import { pythonTool } from './python-tool.ts';
import { ROOT } from './rule-files.ts';

const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';
const CHECK_JSONSCHEMA = 'check-jsonschema==0.39.0';

/** Must be refused by both, or they check nothing. */
const WRONG = {
  'action.yml': 'name: x\ndescription: x\nruns: { using: node24, mian: dist/action.cjs }\n',
  'workflow.yml': `on: push
jobs:
  lint:
    runs-on: ubuntu-latest
    stepz: []
    steps: [{ uses: ./, with: { pathz: . } }]
`,
};

function main(): void {
  const work = mkdtempSync(join(tmpdir(), 'mesh-lint-workflows-'));
  try {
    const workflows = layOut(work);
    say(`action.yml and ${workflows.length} workflows`);
    const passed = [actionlint(work, workflows), schemas(work, workflows)];
    if (passed.includes(false)) process.exitCode = 1;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A repository with our action and each workflow, those of our pages too, which use the action as it is here. */
function layOut(work: string): string[] {
  const folder = join(work, '.github', 'workflows');
  mkdirSync(folder, { recursive: true });
  git(['init', '--quiet'], { cwd: work });
  copyFileSync(join(ROOT, 'action.yml'), join(work, 'action.yml'));
  mkdirSync(join(work, 'dist'));
  writeFileSync(join(work, 'dist', 'action.cjs'), '');
  const ours = join(ROOT, '.github', 'workflows');
  for (const name of readdirSync(ours)) copyFileSync(join(ours, name), join(folder, name));
  const pages = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)];
  for (const page of pages.filter((name) => name.endsWith('.md'))) {
    const blocks = codeBlocks(readFileSync(join(ROOT, page), 'utf8'), 'yaml');
    blocks.forEach((text, index) => {
      if (!/^jobs:$/m.test(text) || !/^on:/m.test(text)) return;
      const name = `${page.replaceAll('/', '-').replace('.md', '')}-${index + 1}.yml`;
      writeFileSync(join(folder, name), text.replaceAll(/uses: mesh-lint\/mesh-lint@\S+/g, 'uses: ./'));
    });
  }
  return readdirSync(folder).map((name) => join('.github', 'workflows', name));
}

/** False where something is wrong; true too where it can't be run here. */
function actionlint(work: string, workflows: string[]): boolean {
  const env = { ...process.env, GOBIN: join(work, 'bin'), GOTOOLCHAIN: 'local' };
  const installed = spawnSync('go', ['install', ACTIONLINT], { env, encoding: 'utf8', timeout: 300_000 });
  const program = join(work, 'bin', 'actionlint');
  if (installed.error) return notRun('actionlint', 'there is no Go here');
  if (!existsSync(program)) return notRun('actionlint', `${ACTIONLINT} cannot be had here`);
  // Its verdict must not depend on what else is on PATH.
  const words = [program, '-shellcheck=', '-pyflakes=', '-no-color'];
  return judged('actionlint', work, words, workflows, 'workflow.yml', [/stepz/, /"pathz" is not defined/]);
}

function schemas(work: string, workflows: string[]): boolean {
  const tool = pythonTool(CHECK_JSONSCHEMA, 'check-jsonschema', work);
  if ('missing' in tool) return notRun('check-jsonschema', tool.missing);
  const words = (name: string) => [tool.path, '--builtin-schema', `vendor.github-${name}`];
  const action = judged('schema of actions', work, words('actions'), ['action.yml'], 'action.yml', [/mian/]);
  return judged('schema of workflows', work, words('workflows'), workflows, 'workflow.yml', [/stepz/]) && action;
}

function judged(
  name: string,
  work: string,
  [program = '', ...args]: string[],
  files: string[],
  control: keyof typeof WRONG,
  complaints: RegExp[],
): boolean {
  const run = (...paths: string[]) => spawnSync(program, [...args, ...paths], { cwd: work, encoding: 'utf8' });
  const wrong = join('.github', `wrong-${control}`);
  writeFileSync(join(work, wrong), WRONG[control]);
  const refused = run(wrong);
  const missed = complaints.filter((complaint) => !complaint.test(refused.stdout + refused.stderr));
  if (refused.status === 0 || missed.length > 0) {
    say(`${name}: does not see what is wrong in a wrong file\n${refused.stdout}${refused.stderr}`);
    return false;
  }
  const { status, stdout, stderr } = run(...files);
  say(status === 0 ? `${name}: no complaint` : `${name}:\n${stdout}${stderr}`);
  return status === 0;
}

function notRun(name: string, why: string): true {
  say(`${name}: not run, ${why}`);
  return true;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main();
