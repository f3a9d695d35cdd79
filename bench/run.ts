// Times the command line as a whole process, on trees of several sizes, beside an empty Node and the tools that are on PATH,
// and says what each of them checked. Ratios are medians of those of single rounds.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { judge } from './held.ts';
import { LIMITS } from './limits.ts';
import { type Written, writeTree } from './manifests/write.ts';
import { ONE_FILE } from './one-file.ts';
import { machine, writeSection } from './page.ts';
import { checksOf, type Peer, peersAt } from './peers.ts';
import { counted, figure } from './table.ts';
import { measureTree } from './whole-run.ts';

const { values } = parseArgs({
  options: {
    tree: { type: 'string', multiple: true, default: ['1', '100', '5000', '20000'] },
    pairs: { type: 'string' },
    hold: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

interface Tree {
  title: string;
  write(folder: string): Written;
  /** How many rounds are enough. */
  rounds: number;
}

const TREES: Readonly<Record<string, Tree>> = {
  '1': { title: 'One file', write: writeOneFile, rounds: 40 },
  '100': { title: '100 files', write: (folder) => writeTree(folder, { files: 100 }), rounds: 15 },
  '5000': { title: '5,000 files', write: (folder) => writeTree(folder, { files: 5000 }), rounds: 5 },
  '20000': { title: '20,000 documents', write: (folder) => writeTree(folder, { documents: 20_000 }), rounds: 5 },
};

async function main(): Promise<void> {
  const unknown = values.tree.find((name) => !(name in TREES));
  if (unknown !== undefined) throw new Error(`--tree is one of ${Object.keys(TREES).join(', ')}, not "${unknown}"`);
  const work = mkdtempSync(join(tmpdir(), 'mesh-lint-bench-'));
  try {
    // What was compiled is kept from run to run, but by a job of CI.
    delete process.env.CI;
    process.env.XDG_CACHE_HOME = join(work, 'cache');
    process.chdir(work);
    const { all, present } = peersAt(work);
    const absent = all.filter((peer) => !present.includes(peer)).map(({ name }) => name);
    const leftOut = absent.length > 0 ? `\nNot on PATH, so left out: ${absent.join(', ')}.\n` : '';
    process.stdout.write(`## What each tool looks at\n\n${checksOf(all)}${leftOut}`);
    if (values.write) writeSection('tools', `${checksOf(all)}${leftOut}`);
    for (const name of values.tree) await measure(name, work, present);
  } finally {
    process.chdir(tmpdir());
    rmSync(work, { recursive: true, force: true });
  }
}

async function measure(name: string, work: string, peers: readonly Peer[]): Promise<void> {
  const tree = TREES[name];
  if (!tree) return;
  const folder = join(work, `tree-${name}`);
  const written = tree.write(folder);
  const rounds = Math.max(1, Math.trunc(Number(values.pairs ?? tree.rounds)) || tree.rounds);
  const result = await measureTree({ folder, written, peers, rounds, work });
  const about = `${counted(written.files, 'file')}, ${counted(written.documents, 'document')}, ${figure(written.bytes / 1e6, 2)} MB; ${machine()}; \
medians of ${counted(rounds, 'alternating run')}.`;
  const limits = judge(LIMITS[name] ?? {}, result.measured);
  const text = `${about}\n\n${result.text}\n${limits.map((limit) => `- ${limit.text}\n`).join('')}`;
  process.stdout.write(`\n## ${tree.title}\n\n${text}`);
  if (values.write) writeSection(`tree ${name}`, text);
  if (values.hold && limits.some(({ isBroken }) => isBroken)) process.exitCode = 1;
  rmSync(folder, { recursive: true, force: true });
}

function writeOneFile(folder: string): Written {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'reviews.yaml'), ONE_FILE);
  return { files: 1, documents: 1, bytes: ONE_FILE.length };
}

void main();
