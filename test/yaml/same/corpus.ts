import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import { ROOT } from '../../support/fixtures.ts';

/** A text with where it comes from, for people. */
export interface Sample {
  where: string;
  text: string;
}

const CONFORMANCE = join(ROOT, '..', 'shared', 'conformance');

/** FUZZ=20 compares twenty times as many rewritten manifests; all of them is FUZZ=Infinity. */
const FACTOR = Number(process.env.FUZZ ?? 1);

/** About as many as wanted, from everywhere in the list. */
export function some(samples: Sample[], count: number): Sample[] {
  const step = Math.max(1, Math.ceil(samples.length / (count * FACTOR)));
  return samples.filter((_, i) => i % step === 0);
}

/** The manifests that lie beside the checkout; elsewhere there are none. */
export const HAS_CONFORMANCE = existsSync(CONFORMANCE);

/** Every manifest of the checkout itself. */
export function own(): Sample[] {
  return ['examples', 'test/fixtures', 'test/whole'].flatMap((folder) => manifests(join(ROOT, folder)));
}

/** Every manifest beside the checkout. */
export function conformance(): Sample[] {
  return manifests(CONFORMANCE);
}

/** Valid documents and mutations of them, which are kept one a line. */
export function mutants(name: 'open' | 'extra-open'): Sample[] {
  return rows(`mutants/${name}.ndjson.gz`).map((row) => ({ where: `${name} ${row.id}`, text: String(row.yaml) }));
}

/** Resources that are kept as JSON, written as YAML. */
export function webhook(): Sample[] {
  return readdirSync(join(CONFORMANCE, 'webhook'))
    .filter((name) => /^[^_].*\.ndjson/.test(name))
    .flatMap((name) =>
      rows(`webhook/${name}`).map(({ apiVersion, kind, name, namespace, spec }, i) => ({
        where: `${name} ${i}`,
        text: stringify({ apiVersion, kind, metadata: { name, namespace }, spec }),
      })),
    );
}

function manifests(folder: string): Sample[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ where: relative(join(ROOT, '..'), file), text: readFileSync(file, 'utf8') }));
}

function rows(file: string): Record<string, unknown>[] {
  const bytes = readFileSync(join(CONFORMANCE, file));
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
