import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export interface Command {
  cwd: string;
  env?: Record<string, string>;
  /** The exit code that is right; default 0. */
  exit?: number;
  /** What must be in what is printed. */
  says?: readonly (string | RegExp)[];
  /** Show what is printed; default: nothing, unless something is wrong. */
  show?: boolean;
}

/** Who commits in the repositories of this script. */
export const IDENTITY = {
  GIT_AUTHOR_NAME: 'Shop',
  GIT_AUTHOR_EMAIL: 'shop@example.com',
  GIT_COMMITTER_NAME: 'Shop',
  GIT_COMMITTER_EMAIL: 'shop@example.com',
};

let steps = 0;
let started = Date.now();

export function step(title: string): void {
  if (steps > 0) tell(`(${((Date.now() - started) / 1000).toFixed(1)} s)`);
  started = Date.now();
  process.stdout.write(`\n${++steps}. ${title}\n`);
}

/** Behind a bar, so that a runner which prints this obeys nothing of it. */
export function quote(text: string): void {
  tell(text.replace(/^/gm, '| '));
}

export function tell(text: string): void {
  process.stdout.write(text.replace(/^(?=.)/gm, '   ').replace(/\n*$/, '\n'));
}

/** Runs a command as a person would and answers what it printed. Throws where it does not end as it should. */
export function run(words: readonly string[], { cwd, env, exit = 0, says = [], show }: Command): string {
  const [program = '', ...args] = words;
  tell(`$ ${words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`)).join(' ')}`);
  const ran = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26, env: { ...process.env, ...env } });
  const printed = `${ran.stdout ?? ''}${ran.stderr ?? ''}`;
  const missing = says.filter((text) => (typeof text === 'string' ? !printed.includes(text) : !text.test(printed)));
  if (ran.status !== exit || missing.length > 0) {
    quote(printed);
    const why = ran.error?.message ?? `exit ${ran.status}${ran.status === exit ? '' : `, not ${exit}`}`;
    throw new Error(
      `${program} ${args[0] ?? ''}: ${why}${missing.map((text) => `; it does not say ${text}`).join('')}`,
    );
  }
  if (show) quote(printed.trimEnd());
  return printed;
}

export function check(right: boolean, what: string): void {
  if (!right) throw new Error(`not so: ${what}`);
  tell(`so it is: ${what}`);
}

/** Cuts a command off from every network where the machine lets us; else no proxy and no registry answers it. */
export function withoutNetwork(
  words: readonly string[],
  work: string,
): { words: string[]; env: Record<string, string> } {
  const nowhere = 'http://127.0.0.1:9';
  const env = {
    http_proxy: nowhere,
    https_proxy: nowhere,
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    no_proxy: '',
    NO_PROXY: '',
    PIP_NO_INDEX: '1',
    npm_config_offline: 'true',
    npm_config_cache: join(work, 'empty-npm-cache'),
  };
  const cut = ['--net', '--map-root-user --net'].find(
    (flags) => spawnSync('unshare', [...flags.split(' '), 'true']).status === 0,
  );
  return { words: cut === undefined ? [...words] : ['unshare', ...cut.split(' '), ...words], env };
}
