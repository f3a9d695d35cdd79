import { isAbsolute } from 'node:path';
import { UsageError } from './engine/errors.ts';
import { changedSince } from './input/changed.ts';
import { realPath } from './input/path.ts';
import type { Report } from './report.ts';

/**
 * The report with the findings in files that changed since a commit alone. Whatever else was read counts for what it means to
 * them, as before. Throws a UsageError where git can't tell what changed.
 */
export async function changedOnly(report: Report, ref: string, cwd: string): Promise<Report> {
  const changed = await changedSince(ref, cwd);
  if ('problem' in changed) throw new UsageError(`--since ${ref}: ${changed.problem}`);
  let unchanged = 0;
  const files = report.files.map((file) => {
    // Standard input is no file that git could know.
    if (!isAbsolute(file.filePath) || changed.files.has(realPath(file.filePath))) return file;
    unchanged += file.findings.length;
    const { suppressed: _, ...rest } = file;
    return { ...rest, findings: [] };
  });
  return { ...report, files, scope: { ...report.scope, unchanged } };
}
