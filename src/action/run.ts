import { randomUUID } from 'node:crypto';
import { appendFileSync, readdirSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { type Io, run } from '../cli/main.ts';
import { UsageError } from '../engine/errors.ts';
import { countLevels, type Report } from '../report.ts';
import { workflowCommand } from '../reporters/github.ts';
import type { ReporterOptions } from '../reporters/reporter.ts';
import { cappedAnnotations } from './annotations.ts';
import { argumentsOf, type Env, input } from './inputs.ts';
import { writeOutputs } from './outputs.ts';

/** GitHub takes summaries of 1 MiB for each step of a job. */
const SUMMARY_BYTES = 1_000_000;

interface Runner {
  env: Env;
  stdin: NodeJS.ReadableStream;
  /** Lines for the log, which the runner takes commands from. */
  print(text: string): void;
  cwd(): string;
}

/** One step of a job: lints as the inputs say, annotates, sums up, leaves outputs. Answers the exit code. */
export async function runAction({ env, stdin, print, cwd }: Runner): Promise<0 | 1 | 2> {
  const workspace = env.GITHUB_WORKSPACE || cwd();
  const directory = resolve(workspace, input('working-directory', env));
  const log: string[] = [];
  const said: string[] = [];
  let found: { report: Report; options: ReporterOptions } | undefined;
  const io: Io = {
    stdin,
    stdout: { columns: 120, write: (text) => log.push(text) },
    stderr: { write: (text) => said.push(text) },
    env,
    cwd: () => directory,
    receive: (report, options) => {
      found = { report, options };
    },
  };
  const code = await attempt(() => run(checkedArguments(directory, env), io), said);
  print(withoutCommands(`${log.join('')}${said.join('')}`));
  if (code === 2) print(workflowCommand('error', { title: 'mesh-lint' }, said.join('').trim()));
  else if (found) {
    print(cappedAnnotations(found.report, found.options, elsewhere(env)));
    await summarize(found.report, found.options, env.GITHUB_STEP_SUMMARY);
  }
  const counts = found && code !== 2 ? countLevels(found.report) : undefined;
  const sarif = code === 2 ? '' : input('sarif-file', env);
  writeOutputs(env.GITHUB_OUTPUT, {
    errors: String(counts?.error ?? ''),
    warnings: String(counts?.warning ?? ''),
    infos: String(counts?.info ?? ''),
    'sarif-file': sarif && pathBelow(workspace, resolve(directory, sarif)),
    'exit-code': String(code),
  });
  return code;
}

async function attempt(action: () => Promise<0 | 1 | 2>, said: string[]): Promise<0 | 1 | 2> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    said.push(`mesh-lint: ${error.message}\n`);
    return 2;
  }
}

function checkedArguments(directory: string, env: Env): string[] {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(
      `the input "working-directory" names no folder: ${directory}; has the repository been checked out?`,
    );
  if (readdirSync(directory).length === 0)
    throw new UsageError(`there is nothing in ${directory}; a step with actions/checkout has to come before this one`);
  return argumentsOf(env);
}

/** What quotes manifests is between lines that switch the runner's commands off and on; nobody can guess the word for it. */
function withoutCommands(text: string): string {
  if (text === '') return '';
  const word = randomUUID();
  return `::stop-commands::${word}\n${text}${text.endsWith('\n') ? '' : '\n'}::${word}::\n`;
}

function elsewhere(env: Env): string {
  return env.GITHUB_STEP_SUMMARY ? "See the job's summary and this step's log." : "See this step's log.";
}

async function summarize(report: Report, options: ReporterOptions, path: string | undefined): Promise<void> {
  if (!path) return;
  const { default: markdown } = await import('../reporters/markdown.ts');
  appendFileSync(path, await markdown(report, { ...options, mostBytes: SUMMARY_BYTES }));
}

/** Relative to the workspace, which steps in containers know by another path. */
function pathBelow(workspace: string, path: string): string {
  const below = relative(workspace, path);
  return below.startsWith('..') || isAbsolute(below) ? path : below.replaceAll(sep, '/');
}
