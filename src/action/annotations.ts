import type { Finding, Level, Report } from '../report.ts';
import { annotations, workflowCommand } from '../reporters/github.ts';
import type { ReporterOptions } from '../reporters/reporter.ts';
import { count } from '../text/plural.ts';

/** GitHub shows this many annotations of each level for a step, and drops the others. */
const MOST = 10;
const LEVELS = ['error', 'warning', 'info'] as const;

/**
 * Findings as annotations, errors first, as many as are shown, of as many rules as there is room for; where some are left
 * out, the last says how many and where.
 */
export function cappedAnnotations(report: Report, options: ReporterOptions, elsewhere: string): string {
  const all = report.files.flatMap((file) => file.findings);
  const fits = LEVELS.every((level) => ofLevel(all, level).length <= MOST);
  if (fits) return annotations(report, options);
  // What is said of the others is an annotation too, of the level of infos.
  const shown = new Set(
    LEVELS.flatMap((level) => inTurns(ofLevel(all, level)).slice(0, level === 'info' ? MOST - 1 : MOST)),
  );
  const files = report.files.map((file) => ({ ...file, findings: file.findings.filter((one) => shown.has(one)) }));
  const others = all.filter((finding) => !shown.has(finding));
  const counts = LEVELS.map((level) => count(ofLevel(others, level).length, level)).filter((text) => !/^0/.test(text));
  const text = `${counts.join(', ')} more: GitHub shows ${MOST} annotations of a level for each step. ${elsewhere}`;
  return annotations({ ...report, files }, options) + workflowCommand('info', { title: 'mesh-lint' }, text);
}

/** The first of each rule, then the second of each, and so on. */
function inTurns(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, number>();
  const turns = findings.map((finding) => {
    const turn = seen.get(finding.ruleId) ?? 0;
    seen.set(finding.ruleId, turn + 1);
    return { finding, turn };
  });
  return turns.sort((a, b) => a.turn - b.turn).map(({ finding }) => finding);
}

function ofLevel(findings: readonly Finding[], level: Level): Finding[] {
  return findings.filter((finding) => finding.level === level);
}
