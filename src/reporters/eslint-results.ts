import type { FileReport, Report } from '../report.ts';
import { oneLine } from '../text/display.ts';
import { findSecrets } from '../text/secrets.ts';
import { SourceLines } from '../text/source-lines.ts';
import { lintResult } from './json.ts';

/** What a formatter of ESLint is called with besides the results. */
export interface FormatterContext {
  /** Absolute. */
  cwd: string;
  color: boolean;
  /** Every rule that was enabled, as ESLint describes its own. */
  rulesMeta: Record<string, RuleMeta>;
  /** Only where `--max-warnings` was exceeded. */
  maxWarningsExceeded?: { maxWarnings: number; foundWarnings: number };
}

interface RuleMeta {
  type: 'problem' | 'suggestion';
  docs: { description: string; url: string };
  schema: never[];
}

export type FormatterResult = ReturnType<typeof formatterResults>[number];

/** The report as formatters of ESLint take it: LintResult, with `source` where there are messages, and nothing to obey in it. */
export function formatterResults(report: Report) {
  return report.files.map((file) => {
    const { messages, ...result } = lintResult(file);
    return {
      ...result,
      filePath: oneLine(result.filePath),
      messages: messages.map((message) => ({ ...message, message: oneLine(message.message) })),
      usedDeprecatedRules: [],
      ...(messages.length > 0 && { source: plainSource(file) }),
    };
  });
}

export function rulesMeta(report: Report): Record<string, RuleMeta> {
  return Object.fromEntries(
    report.rules.map(({ id, type, summary, url }) => [id, { type, docs: { description: summary, url }, schema: [] }]),
  );
}

/** The text with places as they were: values of Secrets and control characters are replaced one by one. */
function plainSource({ source }: FileReport): string {
  const lines = new SourceLines(source);
  const hiddenFrom = findSecrets(lines);
  let out = '';
  for (let number = 1; number <= lines.count; number++) {
    const whole = source.slice(lines.startOf(number), lines.startOf(number + 1));
    const from = hiddenFrom(number) ?? whole.length;
    out += whole.slice(0, from) + whole.slice(from).replace(/[^\r\n]/g, '•');
  }
  return out.replace(/[^\P{Cc}\t\r\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, '\ufffd');
}
