// Writes deterministic trees of manifests: the same arguments give the same bytes everywhere.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeTree } from './manifests/write.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { files: { type: 'string' }, documents: { type: 'string' }, seed: { type: 'string', default: '1' } },
});

function main(): void {
  const [files, documents] = [boundOf(values.files), boundOf(values.documents)];
  if (files === undefined && documents === undefined) {
    process.stderr.write('usage: npm run bench:generate -- (--files N | --documents N) [--seed N] [folder]\n');
    process.exitCode = 2;
    return;
  }
  const target = positionals[0] ?? mkdtempSync(join(tmpdir(), 'mesh-lint-tree-'));
  const written = writeTree(target, { files, documents }, Number(values.seed));
  const size = (written.bytes / 1e6).toFixed(2);
  process.stdout.write(`${target}: ${written.files} files, ${written.documents} documents, ${size} MB\n`);
}

function boundOf(text: string | undefined): number | undefined {
  const bound = Number(text);
  return Number.isFinite(bound) ? bound : undefined;
}

main();
