// How much longer than an empty Node a short run takes. Ratios of one run, never absolute times: machines are noisy.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pairs } from './pairs.ts';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '40' },
    'max-version': { type: 'string' },
    'max-file': { type: 'string' },
  },
});

const ONE_FILE = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: reviews
  namespace: shop
spec:
  host: reviews
  trafficPolicy:
    connectionPool:
      tcp:
        maxConnections: 100
  subsets:
    - name: v1
      labels:
        version: v1
`;

function main(): void {
  const work = mkdtempSync(join(tmpdir(), 'mesh-lint-startup-'));
  try {
    const file = join(work, 'reviews.yaml');
    writeFileSync(file, ONE_FILE);
    const bin = join(__dirname, '..', 'bin', 'mesh-lint.js');
    measure('--version', [bin, '--version'], values['max-version']);
    measure('one file', [bin, file], values['max-file']);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What crashes starts fast. Node itself exits 1 then, as the linter does with findings, so only 0 will do. */
function mustWork(args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} exits ${status}, nothing to measure\n${stderr}`);
}

/** A measurement above the limit is taken again, twice at the most: a busy machine must not fail a build by itself. */
function measure(name: string, args: string[], limit: string | undefined): void {
  const most = limit === undefined ? Number.POSITIVE_INFINITY : Number(limit);
  if (Number.isNaN(most)) throw new Error(`a limit is a ratio like 1.15, not "${limit}"`);
  mustWork(args);
  let result = once(name, args);
  for (let again = 0; again < 2 && result > most; again++) result = Math.min(result, once(`${name}, again`, args));
  if (result <= most) return;
  process.stderr.write(`start-up: ${name} takes ${result.toFixed(2)} times node -e 0, above ${most}\n`);
  process.exitCode = 1;
}

function once(name: string, args: string[]): number {
  const count = Math.max(1, Math.trunc(Number(values.pairs)) || 40);
  const { a, b, ratio } = pairs([process.execPath, ...args], [process.execPath, '-e', '0'], count);
  process.stdout.write(
    `${name}: ${a.toFixed(0)} ms, node -e 0: ${b.toFixed(0)} ms, ratio ${ratio.toFixed(3)} (medians of ${count} pairs)\n`,
  );
  return ratio;
}

main();
