import { Readable, Writable } from 'node:stream';
import { run } from '../../src/cli/main.ts';
import { ROOT } from './fixtures.ts';

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command line in this process, with its own streams. */
export async function mesh(argv: string[], { stdin = '', cwd = ROOT, terminal = false, env = {} } = {}): Promise<Ran> {
  const out = collector(terminal);
  const err = collector(false);
  const code = await run(argv, {
    stdin: Readable.from([stdin]),
    stdout: out.stream,
    stderr: err.stream,
    env,
    cwd: () => cwd,
  });
  return { code, stdout: out.text(), stderr: err.text() };
}

function collector(isTTY: boolean) {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY, columns: 100 }), text: () => chunks.join('') };
}
