// The reports of everything beside the checkout, by the fast reader and by the `yaml` package alone: byte for byte the same.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './rule-files.ts';

const CONFORMANCE = join(ROOT, '..', 'shared', 'conformance');
const work = mkdtempSync(join(tmpdir(), 'mesh-lint-readers-'));

function main(): void {
  if (!existsSync(CONFORMANCE)) {
    process.stdout.write('readers: ../shared/conformance is not here, reports not compared\n');
    return;
  }
  const folders = readdirSync(CONFORMANCE).filter((name) => statSync(join(CONFORMANCE, name)).isDirectory());
  for (const name of folders) {
    const [fast, yaml] = ['fast', 'yaml'].map((reader) => report(join(CONFORMANCE, name), reader));
    if (fast === undefined || yaml === undefined) continue;
    if (fast !== yaml) {
      process.stderr.write(`readers: the reports of conformance/${name} differ, by --reader fast and --reader yaml\n`);
      process.exitCode = 1;
      continue;
    }
    process.stdout.write(`readers: the same report of conformance/${name}, ${(fast.length / 1e6).toFixed(2)} MB\n`);
  }
}

/** As JSON, with all rules; undefined where the folder has no manifests. */
function report(folder: string, reader: string): string | undefined {
  const out = join(work, reader);
  const args = ['--no-config', '--no-ignore', '--preset', 'all', '--reader', reader, '-f', 'json', '-o', out, folder];
  const bin = join(ROOT, 'bin', 'mesh-lint.js');
  const { status, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8' });
  if (status === 2 && /nothing to lint|no file matches/.test(stderr)) return undefined;
  if (status !== 0 && status !== 1) throw new Error(`mesh-lint ${args.join(' ')} ends with ${status}\n${stderr}`);
  return readFileSync(out, 'utf8');
}

try {
  main();
} finally {
  rmSync(work, { recursive: true, force: true });
}
