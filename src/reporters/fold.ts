import type { FileReport, Finding, Report } from '../report.ts';

export interface Place {
  file: FileReport;
  finding: Finding;
}

/** A finding to show, and further places that have the very same to say. */
export interface Entry extends Place {
  more: Place[];
}

/** What more than this many places have in common is told once. */
const FOLD_ABOVE = 5;

/** The findings in the order of the report; those that differ in nothing but their place are gathered under the first. */
export function foldFindings(report: Report): Entry[] {
  const groups = new Map<string, Place[]>();
  const keys = new Map<Finding, string>();
  for (const file of report.files) {
    for (const finding of file.findings) {
      if (finding.related.length > 0 || finding.suggestions) continue;
      const key = JSON.stringify([finding.ruleId, finding.level, finding.message, finding.help]);
      keys.set(finding, key);
      const group = groups.get(key);
      if (group) group.push({ file, finding });
      else groups.set(key, [{ file, finding }]);
    }
  }
  const entries: Entry[] = [];
  for (const file of report.files) {
    for (const finding of file.findings) {
      const group = groups.get(keys.get(finding) ?? '') ?? [];
      if (group.length <= FOLD_ABOVE) entries.push({ file, finding, more: [] });
      else if (group[0]?.finding === finding) entries.push({ file, finding, more: group.slice(1) });
    }
  }
  return entries;
}
