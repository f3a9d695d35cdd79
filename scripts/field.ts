import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { lint } from '../src/lint.ts';
import type { Finding } from '../src/report.ts';
import { createFingerprinter } from '../src/text/fingerprint.ts';
import { ROOT } from './rule-files.ts';

/** Ground truth and real manifests lie beside the checkout; elsewhere the checks that need them step aside. */
export const CONFORMANCE = join(ROOT, '..', 'shared', 'conformance');
export const FIELD_REPORT = join(ROOT, 'test', 'conformance', 'field-report.json');

export interface FieldFinding {
  repository: string;
  /** Path inside the repository. */
  file: string;
  source: string;
  finding: Finding;
  /** By repository, resource, rule and field: it outlives moved lines. */
  key: string;
}

/** What somebody who read the manifest says of a finding. */
export interface Verdict {
  rule: string;
  /** Repository, file and resource, for people. */
  where: string;
  message: string;
  verdict: 'true' | 'false' | 'debatable';
  why: string;
}

/** Every finding of the recommended rules on the real repositories, in a stable order. */
export async function fieldFindings(): Promise<FieldFinding[]> {
  const root = join(CONFORMANCE, 'real');
  const repositories = readdirSync(root, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== 'LICENSES',
  );
  const found: FieldFinding[] = [];
  for (const { name } of repositories.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const directory = join(root, name);
    const { report } = await lint({ paths: [directory], cwd: directory });
    for (const file of report.files) {
      const inside = relative(directory, file.filePath);
      const fingerprint = createFingerprinter();
      for (const finding of file.findings) {
        found.push({
          repository: name,
          file: inside,
          source: file.source,
          finding,
          key: `${name}/${inside}#${fingerprint(finding)}`,
        });
      }
    }
  }
  return found;
}

export function readVerdicts(): Record<string, Verdict> {
  return existsSync(FIELD_REPORT) ? JSON.parse(readFileSync(FIELD_REPORT, 'utf8')) : {};
}
