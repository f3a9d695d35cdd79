import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll } from 'vitest';
import { runAction } from '../../src/action/run.ts';

export interface Step {
  code: number;
  log: string;
  /** What the runner obeys. */
  commands: string[];
  outputs: Record<string, string>;
  summary: string;
}

const work = mkdtempSync(join(tmpdir(), 'mesh-lint-action-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** A folder with these files, by path. */
export function folder(files: Record<string, string>): string {
  const root = mkdtempSync(join(work, 'folder-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** The environment of a step, inputs spelled as the runner does: spaces become underscores, hyphens stay. */
export function environment(workspace: string, inputs: Record<string, string>): Record<string, string> {
  const files = folder({ output: '', summary: '' });
  const env: Record<string, string> = {
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: join(files, 'output'),
    GITHUB_STEP_SUMMARY: join(files, 'summary'),
  };
  const defaults = { paths: '.', 'failure-threshold': 'error', 'working-directory': '.' };
  for (const [name, value] of Object.entries({ ...defaults, ...inputs }))
    env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] = value;
  return env;
}

export async function step(
  workspace: string,
  inputs: Record<string, string> = {},
  more: Record<string, string> = {},
): Promise<Step> {
  const env = { ...environment(workspace, inputs), ...more };
  let log = '';
  const code = await runAction({
    env,
    stdin: Readable.from([]),
    print: (text) => {
      log += text;
    },
    cwd: () => workspace,
  });
  return { code, log, ...reading(log, env) };
}

/** What the runner makes of a log and of its files. */
export function reading(log: string, env: Record<string, string>): Omit<Step, 'code' | 'log'> {
  const text = (path: string | undefined) => (path ? readFileSync(path, 'utf8') : '');
  return { commands: obeyed(log), outputs: outputsIn(text(env.GITHUB_OUTPUT)), summary: text(env.GITHUB_STEP_SUMMARY) };
}

/** After actions/runner, ActionCommandManager: `::name …::` where a line begins, `##[name …]` anywhere in it. */
function obeyed(log: string): string[] {
  const commands: string[] = [];
  let resume: string | undefined;
  for (const line of log.split(/\r\n|\r|\n/)) {
    const command = /^\s*::([\w-]+)(?: [^:]*)?::(.*)$/.exec(line) ?? /##\[([\w-]+)[^\]]*\](.*)$/.exec(line);
    if (!command) continue;
    const [, name, data] = command;
    if (resume !== undefined) resume = name === resume ? undefined : resume;
    else if (name === 'stop-commands') resume = data;
    else commands.push(line);
  }
  return commands;
}

/** After actions/runner, FileCommandManager: `name=value`, or `name<<END` with the value up to a line that is END. */
function outputsIn(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const [, name, end] = /^([^=<]+)<<(.+)$/.exec(line) ?? [];
    if (name === undefined || end === undefined) {
      const [, key, value = ''] = /^([^=]+)=(.*)$/.exec(line) ?? [];
      if (key !== undefined) outputs[key] = value;
      continue;
    }
    const last = lines.indexOf(end, at + 1);
    outputs[name] = lines.slice(at + 1, last).join('\n');
    at = last;
  }
  return outputs;
}
