import { dirname, join } from 'node:path';
import type { FileReport, Finding, Report } from '../report.ts';

/** No line of a template is known to be behind what was rendered, so the first one stands for all. */
const TOP = { line: 1, column: 1, endLine: 1, endColumn: 2 };

/**
 * The report for services that show findings in the files of a repository. What was rendered is not among these, so its
 * findings stand at the top of the template, or of the file that it was rendered from, and lead to no other place in it.
 */
export function atSources(report: Report): Report {
  const rendered = new Set(report.files.flatMap(({ filePath, renderedFrom }) => (renderedFrom ? filePath : [])));
  if (rendered.size === 0) return report;
  const files = report.files.flatMap((file) => (file.renderedFrom ? bySource(file, file.renderedFrom) : [file]));
  const elsewhere = (finding: Finding): Finding => ({
    ...finding,
    related: finding.related.filter(({ filePath }) => !rendered.has(filePath)),
  });
  return { ...report, files: files.map((file) => ({ ...file, findings: file.findings.map(elsewhere) })) };
}

function bySource(file: FileReport, from: string): FileReport[] {
  const sources = new Map<string, Finding[]>();
  for (const finding of file.findings) {
    const path = templatePath(from, finding.template) ?? from;
    const moved = { ...finding, ...TOP };
    const own = sources.get(path);
    if (own) own.push(moved);
    else sources.set(path, [moved]);
  }
  return [...sources].map(([filePath, findings]) => ({ ...file, filePath, findings }));
}

/** Helm names a template by its chart; what a chart brings along may be packed, so that there is no such file. */
function templatePath(chart: string, template: string | undefined): string | undefined {
  const [, ...inside] = template?.split('/') ?? [];
  return inside[0] === 'templates' ? join(dirname(chart), ...inside) : undefined;
}
