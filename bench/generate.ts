// Writes deterministic trees of manifests: the same arguments give the same bytes everywhere.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { randomOf } from './app.ts';
import { fileOf } from './manifests.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { files: { type: 'string' }, documents: { type: 'string' }, seed: { type: 'string', default: '1' } },
});

function main(): void {
  const wanted = {
    files: Number(values.files ?? Number.POSITIVE_INFINITY),
    documents: Number(values.documents ?? Number.POSITIVE_INFINITY),
  };
  if (!Number.isFinite(Math.min(wanted.files, wanted.documents))) {
    process.stderr.write('usage: npm run bench:generate -- (--files N | --documents N) [--seed N] [folder]\n');
    process.exitCode = 2;
    return;
  }
  const target = positionals[0] ?? mkdtempSync(join(tmpdir(), 'mesh-lint-tree-'));
  const random = randomOf(Number(values.seed));
  let [files, documents, bytes] = [0, 0, 0];
  for (; files < wanted.files && documents < wanted.documents; files++) {
    const file = fileOf(files, random);
    const parts = file.documents.slice(0, wanted.documents - documents);
    const text = `# Kept by team ${files % 17}.\n${parts.join('---\n')}`;
    const path = join(target, file.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    documents += parts.length;
    bytes += text.length;
  }
  process.stdout.write(`${target}: ${files} files, ${documents} documents, ${(bytes / 1e6).toFixed(2)} MB\n`);
}

main();
