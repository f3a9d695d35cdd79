import { resolve } from 'node:path';
import { watch } from 'chokidar';
import { UsageError } from '../engine/errors.ts';
import { failureText } from './failure.ts';
import type { Arguments } from './flags.ts';
import type { Io } from './main.ts';

/** Milliseconds of rest before a run: editors and git write several files at once. */
const SETTLING = 100;
const LINTED = /\.(?:ya?ml|json|cjs|mjs|js|ts)$/;
const LEFT_OUT = /[\\/](?:\.git|node_modules)(?:[\\/]|$)/;
const CLEAR = '\x1b[2J\x1b[3J\x1b[H';

/**
 * Runs, and again whenever a file below the paths is written, made or deleted. Ends when the signal says so, or else never;
 * then with the last run's exit code. Throws a UsageError for what cannot be watched.
 */
export async function watchAndRun(
  args: Arguments,
  io: Io,
  runOnce: () => Promise<0 | 1 | 2>,
  signal?: AbortSignal,
): Promise<0 | 1 | 2> {
  if (args.paths.includes('-')) throw new UsageError('--watch waits for files to change, and standard input is none');
  let code = await runOnce();
  const isQuiet = io.stdout.isTTY !== true;
  const announce = () => io.stderr.write(`mesh-lint: waiting for a file to change (stop with Ctrl+C)\n`);
  const around = [...args.all('context'), ...args.all('config'), ...args.all('mesh-config'), ...args.all('snapshot')];
  // A report beside the manifests would set off the next run.
  const reports = [...args.all('format').map((format) => format.split('=')[1]), args.text('output-file')];
  const written = new Set(reports.flatMap((path) => (path ? resolve(io.cwd(), path) : [])));
  const watcher = watch([...(args.paths.length > 0 ? args.paths : ['.']), ...around], {
    cwd: io.cwd(),
    ignoreInitial: true,
    ignored: (path, stats) =>
      LEFT_OUT.test(path) || written.has(resolve(io.cwd(), path)) || (stats?.isFile() === true && !LINTED.test(path)),
  });
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const again = async () => {
    if (!isQuiet) io.stdout.write(CLEAR);
    try {
      code = await runOnce();
    } catch (error) {
      // What is half written now may be whole the next time.
      io.stderr.write(failureText(error));
      code = 2;
    }
    announce();
  };
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(again);
    }, SETTLING);
  });
  watcher.on('ready', announce);
  await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
  clearTimeout(timer);
  await running;
  await watcher.close();
  return code;
}
