import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { treeOf } from './files.ts';

export interface Written {
  files: number;
  documents: number;
  bytes: number;
}

/** Writes a tree of manifests into a folder, and says what it holds. */
export function writeTree(folder: string, bounds: Parameters<typeof treeOf>[0], seed = 1): Written {
  const written: Written = { files: 0, documents: 0, bytes: 0 };
  for (const { path, documents, text } of treeOf(bounds, seed)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    written.files++;
    written.documents += documents.length;
    written.bytes += Buffer.byteLength(text);
  }
  return written;
}
