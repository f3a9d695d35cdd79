import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/** Adds to the file that the runner reads outputs from; each value stands between lines that no value can hold. */
export function writeOutputs(path: string | undefined, values: Readonly<Record<string, string>>): void {
  if (!path) return;
  const end = `mesh-lint-${randomUUID()}`;
  const blocks = Object.entries(values).map(([name, value]) => `${name}<<${end}\n${value}\n${end}\n`);
  appendFileSync(path, blocks.join(''));
}
