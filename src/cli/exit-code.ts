import { UsageError } from '../engine/errors.ts';
import { countLevels, type Level, type Report } from '../report.ts';

export type Threshold = Level | 'none';

export interface ExitRules {
  threshold: Threshold;
  /** More warnings than this fail too. */
  maxWarnings: number;
}

/** 1 where a finding is at or above the threshold, or there are too many warnings; else 0. The format plays no part. */
export function exitCode(report: Report, { threshold, maxWarnings }: ExitRules): 0 | 1 {
  const { error, warning, info } = countLevels(report);
  const counted = { error, warning: error + warning, info: error + warning + info, none: 0 };
  return counted[threshold] > 0 || warning > maxWarnings ? 1 : 0;
}

/** What `--max-warnings` allows and what there is, where that is more. */
export function exceededWarnings(report: Report, { maxWarnings }: ExitRules) {
  const foundWarnings = countLevels(report).warning;
  return foundWarnings > maxWarnings ? { maxWarnings, foundWarnings } : undefined;
}

export function exitRules(threshold: string | undefined, maxWarnings: string | undefined): ExitRules {
  const level = threshold === 'warn' ? 'warning' : (threshold ?? 'error');
  if (level !== 'error' && level !== 'warning' && level !== 'info' && level !== 'none') {
    throw new UsageError(`--failure-threshold is error, warning, info or none, not "${threshold}"`);
  }
  const most = maxWarnings === undefined ? Number.POSITIVE_INFINITY : Number(maxWarnings);
  if (!(maxWarnings === undefined || /^\d+$/.test(maxWarnings)))
    throw new UsageError(`--max-warnings is a whole number, not "${maxWarnings}"`);
  return { threshold: level, maxWarnings: most };
}
