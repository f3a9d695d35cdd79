import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

const PAGE = join(import.meta.dirname, '..', 'docs', 'performance.md');

/** Puts what was measured between the marks of a section of docs/performance.md. Throws where there is no such section. */
export function writeSection(name: string, text: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const [begin, end] = [`<!-- begin ${name} -->\n`, `<!-- end ${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no section "${name}"`);
  writeFileSync(PAGE, `${page.slice(0, from)}${begin}\n${text.trim()}\n\n${page.slice(to)}`);
}

export function machine(): string {
  return `Node ${process.versions.node}, ${cpus().length} cores, ${process.platform} ${process.arch}`;
}
