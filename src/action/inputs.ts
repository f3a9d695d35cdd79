import { UsageError } from '../engine/errors.ts';
import { pullRequestBase } from './event.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** An input of the Action as the runner hands it over; '' where it was not given. */
export function input(name: string, env: Env): string {
  return (env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '').trim();
}

/** Inputs that are options of the command line by the same name. */
const OPTIONS = ['config', 'istio-version', 'failure-threshold', 'max-warnings'];

/** The words of the command line that the inputs stand for. Throws a UsageError for an open quote. */
export function argumentsOf(env: Env): string[] {
  const given = wordsOf('args', env);
  const argv = OPTIONS.flatMap((name) => (input(name, env) ? [`--${name}=${input(name, env)}`] : []));
  argv.push(...wordsOf('preset', env).map((name) => `--preset=${name}`));
  const since = input('since', env);
  const commit = since === 'pull-request' ? pullRequestBase(env) : since;
  if (commit) argv.push(`--since=${commit}`);
  // Whoever asks for formats gets these in the log; for everybody else it is read by people.
  if (!given.some((word) => /^(?:-f|--format)/.test(word))) argv.push('--format=pretty', '--color');
  if (input('sarif-file', env)) argv.push(`--format=sarif=${input('sarif-file', env)}`);
  const paths = wordsOf('paths', env);
  return [...argv, ...given, '--', ...(paths.length > 0 ? paths : ['.']).map(asPath)];
}

/** A folder may be called as a verb of the command line is. */
function asPath(word: string): string {
  return /^\w+$/.test(word) ? `./${word}` : word;
}

function wordsOf(name: string, env: Env): string[] {
  const words = splitWords(input(name, env));
  if (words === undefined) throw new UsageError(`the input "${name}" has a quote that is never closed`);
  return words;
}

/**
 * Splits at spaces and lines; quotes of either kind keep what is in them together. Nothing else is special, as a backslash
 * is part of a path on Windows, and no shell ever sees the text. Undefined where a quote is not closed.
 */
export function splitWords(text: string): string[] | undefined {
  const words: string[] = [];
  const word = /(?:[^\s"']|"[^"]*"|'[^']*')+|["']/g;
  for (const [found] of text.matchAll(word)) {
    if (found === '"' || found === "'") return undefined;
    words.push(found.replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single));
  }
  return words;
}
