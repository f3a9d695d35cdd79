import { countLevels, countSuppressed, type Level, type Report, type Scope } from '../report.ts';
import { oneLine, textWidth } from '../text/display.ts';
import { count } from '../text/plural.ts';
import type { Style } from '../text/style.ts';
import { levelPaint } from './names.ts';

const KINDS_SHOWN = 8;
export const LEVEL_MARKS: Record<Level, string> = { error: '✖', warning: '⚠', info: 'ℹ' };

/** The closing lines: how many problems, what was checked and what was not. */
export function summary(report: Report, style: Style, width: number): string {
  const counts = countLevels(report);
  const total = counts.error + counts.warning + counts.info;
  const suppressed = suppressedPart(report, style);
  if (total === 0) return clean(report.scope, suppressed, style, width);

  const levels = [];
  if (counts.error) levels.push(count(counts.error, 'error'));
  if (counts.warning) levels.push(count(counts.warning, 'warning'));
  if (counts.info) levels.push(count(counts.info, 'info'));
  const files = report.files.filter((file) => file.findings.length > 0).length;
  const worst: Level = counts.error ? 'error' : counts.warning ? 'warning' : 'info';
  const headline = `${LEVEL_MARKS[worst]} ${count(total, 'problem')} (${levels.join(', ')}) in ${count(files, 'file')}`;
  return `${levelPaint(worst, style)(headline)}${fixable(report)}${suppressed}\n${scopeLines([checked(report.scope), ...unchecked(report.scope)], style, width)}`;
}

/** How many of the findings the command line can mend, and how. */
function fixable(report: Report): string {
  const findings = report.files.flatMap((file) => file.findings);
  const safe = findings.filter((finding) => finding.fix).length;
  const unsafe = findings.filter((finding) => finding.unsafeFix).length;
  if (safe === 0) return unsafe === 0 ? '' : ` · ${unsafe} fixable with --fix --unsafe-fixes`;
  return ` · ${safe} fixable with --fix${unsafe === 0 ? '' : ` (${unsafe} more with --unsafe-fixes)`}`;
}

/** What does not count is said in passing. */
function suppressedPart(report: Report, style: Style): string {
  const amount = countSuppressed(report);
  return amount === 0 ? '' : style.dim(` · ${amount} suppressed`);
}

function clean(scope: Scope, suppressed: string, style: Style, width: number): string {
  const { files, checkedResources, istioVersion } = scope;
  const headline =
    checkedResources > 0
      ? `✔ no problems in ${count(checkedResources, 'Istio resource')} (${count(files, 'file')}, Istio ${istioVersion})`
      : `✔ no problems, but no Istio resources either (${count(files, 'file')})`;
  return `${(checkedResources > 0 ? style.green : style.yellow)(headline)}${suppressed}\n${scopeLines(unchecked(scope), style, width)}`;
}

function checked({ files, documents, checkedResources, istioVersion }: Scope): string {
  const place = `${count(files, 'file')} (${count(documents, 'document')})`;
  return `checked ${count(checkedResources, 'Istio resource')} in ${place} against Istio ${istioVersion}`;
}

function unchecked({ readOnly, templates, openReferences, unchanged = 0 }: Scope): string[] {
  const parts = [];
  const kinds = Object.entries(readOnly).filter(([, amount]) => amount > 0);
  if (kinds.length > 0) {
    kinds.sort(([kindA, a], [kindB, b]) => b - a || (kindA < kindB ? -1 : 1));
    const named = kinds.slice(0, KINDS_SHOWN).map(([kind, amount]) => count(amount, oneLine(kind)));
    const rest = kinds.slice(KINDS_SHOWN).reduce((sum, [, amount]) => sum + amount, 0);
    if (rest > 0) named.push(`${rest} of ${count(kinds.length - KINDS_SHOWN, 'other kind')}`);
    parts.push(`read without a schema check: ${named.join(', ')}`);
  }
  if (templates > 0) parts.push(`passed over ${count(templates, 'file')} with unrendered templates`);
  const open = Object.entries(openReferences).sort(([kindA, a], [kindB, b]) => b - a || (kindA < kindB ? -1 : 1));
  if (open.length > 0) {
    const named = open.map(([kind, amount]) => count(amount, kind)).join(', ');
    parts.push(`could not look up ${named}: not in these files (see --context, --snapshot and --world)`);
  }
  if (unchanged > 0) parts.push(`left out ${count(unchanged, 'problem')} in files that did not change`);
  return parts;
}

/** One line where it fits the terminal, else a line each. */
function scopeLines(parts: string[], style: Style, width: number): string {
  if (parts.length === 0) return '';
  const line = `  ${parts.join(' · ')}`;
  const lines = textWidth(line) <= width ? [line] : parts.map((part) => `  ${part}`);
  return lines.map((text) => `${style.dim(text)}\n`).join('');
}
