import type { FileReport, Finding, RuleInfo } from '../report.ts';
import { oneLine } from '../text/display.ts';
import { createFingerprinter } from '../text/fingerprint.ts';
import { toJson } from '../text/json.ts';
import { atSources } from './at-sources.ts';
import { ownerText, repositoryPath } from './place.ts';
import type { Reporter } from './reporter.ts';

/** Security rules from this severity on are critical: GitHub's bound of "high". */
const HIGH = 7;

/** GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
const reporter: Reporter = (report, options) => {
  const fingerprint = createFingerprinter();
  const rules = new Map(report.rules.map((rule) => [rule.id, rule]));
  const issues = atSources(report).files.flatMap((file) =>
    file.findings.map((finding) => ({
      type: 'issue',
      check_name: finding.ruleId,
      description: description(file, finding),
      categories: ['Bug Risk'],
      severity: severity(finding, rules.get(finding.ruleId)),
      fingerprint: fingerprint(finding),
      location: {
        path: repositoryPath(file.filePath, options),
        positions: {
          begin: { line: finding.line, column: finding.column },
          end: { line: finding.endLine, column: finding.endColumn },
        },
      },
    })),
  );
  return `[${issues.map(toJson).join(',\n')}]\n`;
};

export default reporter;

function description(file: FileReport, finding: Finding): string {
  const owner = ownerText(file, finding);
  return `${oneLine(finding.message)}${owner && ` (${owner})`}`;
}

function severity({ level, fatal }: Finding, rule: RuleInfo | undefined): string {
  if (fatal) return 'blocker';
  if (level === 'info') return 'info';
  if (level === 'warning') return 'minor';
  return Number(rule?.securitySeverity ?? 0) >= HIGH ? 'critical' : 'major';
}
