import type { Stats } from '../engine/observer.ts';

/** Where a run's time went: its stages, then its rules, the longest first. */
export function statsText({ stages, rules }: Stats): string {
  const whole = [...stages.values()].reduce((sum, each) => sum + each, 0);
  const width = Math.max(...[...stages.keys(), ...rules.keys()].map((name) => name.length), 'rule'.length);
  const row = (name: string, time: string, share: string, findings: string) =>
    `${name.padEnd(width)}  ${time.padStart(10)}  ${share.padStart(6)}  ${findings}`.trimEnd();
  const timed = (name: string, milliseconds: number, findings: string) =>
    row(name, milliseconds.toFixed(1), `${((100 * milliseconds) / (whole || 1)).toFixed(1)} %`, findings);
  const byTime = [...rules].sort(([, a], [, b]) => b.milliseconds - a.milliseconds);
  return [
    row('stage', 'ms', 'share', ''),
    ...[...stages].map(([name, milliseconds]) => timed(name, milliseconds, '')),
    timed('in all', whole, ''),
    '',
    row('rule', 'ms', 'share', 'findings'),
    ...byTime.map(([id, { milliseconds, findings }]) => timed(id, milliseconds, String(findings).padStart(8))),
    '',
  ].join('\n');
}
