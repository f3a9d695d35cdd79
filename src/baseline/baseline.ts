import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../engine/errors.ts';
import { byPlace } from '../engine/order.ts';
import { readText } from '../input/read.ts';
import type { FileReport, Finding, Report, SuppressedFinding } from '../report.ts';
import { type Identity, identityKey, identityOf } from '../text/fingerprint.ts';
import { type Entries, formatBaseline, parseBaseline } from './format.ts';

export interface BaselineOptions {
  /** Relative to the working directory. */
  file: string;
  /** Take in what is not known yet and drop what is gone; the result's text is then what the file should hold. */
  update?: boolean;
}

export interface BaselineOutcome {
  /** Absolute. */
  path: string;
  update: boolean;
  /** Findings in it that are gone, as far as this run can tell. */
  stale: number;
  /** Findings that it did not know. */
  added: number;
  /** Findings that it knows after an update. */
  known: number;
  /** What the file should hold, where that differs from what it holds. Only of an update. */
  text?: string;
}

export interface Baseline {
  /** Absolute. */
  path: string;
  /** Takes known findings out of a report. */
  apply(report: Report): { report: Report; outcome: BaselineOutcome };
}

/**
 * Reads a baseline. Throws a UsageError for one that is not there, unless it is to be made, and for a file that is none.
 * `ran` tells whether a rule took part, or does not exist any more, so that its entries may be called stale.
 */
export function openBaseline(options: BaselineOptions, cwd: string, ran: (rule: string) => boolean): Baseline {
  const { file, update = false } = options;
  const path = resolve(cwd, file);
  const before = textOf(path, options);
  const entries: Entries = before === undefined ? new Map() : parseBaseline(before, file);
  return {
    path,
    apply(report) {
      const folder = dirname(path);
      const pool = new Pool(entries);
      const known = new Set<Finding>();
      const each = (take: (finding: Finding, name: string) => boolean) => {
        for (const { filePath, findings } of report.files) {
          const name = nameOf(filePath, folder);
          for (const finding of findings) if (!known.has(finding) && take(finding, name)) known.add(finding);
        }
      };
      each((finding, name) => pool.take(identityOf(finding), name));
      // What is the same elsewhere has moved; what is about no resource has nothing but its file to be known by.
      each((finding) => finding.resource !== null && pool.takeAnywhere(identityOf(finding)));

      const linted = new Set(report.files.map(({ filePath }) => nameOf(filePath, folder)));
      const isGone = (name: string) => linted.has(name) || !(isOutside(name) || existsSync(join(folder, name)));
      const { stale, rest } = pool.left((entry, name) => ran(entry.rule) && isGone(name));
      const added = report.files.reduce(
        (sum, { findings }) => sum + findings.filter((finding) => !known.has(finding)).length,
        0,
      );
      const outcome = { path, update, stale, added };
      if (!update) return { report: without(report, known), outcome: { ...outcome, known: known.size } };
      const next = merged(report, folder, rest);
      const text = formatBaseline(next);
      const all = new Set(report.files.flatMap(({ findings }) => findings));
      return {
        report: without(report, all),
        outcome: { ...outcome, known: sizeOf(next), ...(text === before ? {} : { text }) },
      };
    },
  };
}

function textOf(path: string, { file, update }: BaselineOptions): string | undefined {
  if (!existsSync(path)) {
    if (update) return undefined;
    throw new UsageError(`--baseline ${file}: there is no such file; --update-baseline makes it`);
  }
  const read = readText(path);
  if ('text' in read) return read.text;
  throw new UsageError(`--baseline ${file} cannot be read: ${read.problem.message}`);
}

/** How many of each entry are still to be met. */
class Pool {
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #entries: Entries;

  constructor(entries: Entries) {
    this.#entries = entries;
    for (const [file, own] of entries) {
      for (const entry of own) {
        const key = identityKey(entry);
        const byFile = this.#counts.get(key) ?? new Map<string, number>();
        this.#counts.set(key, byFile.set(file, (byFile.get(file) ?? 0) + entry.count));
      }
    }
  }

  take(identity: Identity, file: string): boolean {
    const byFile = this.#counts.get(identityKey(identity));
    const amount = byFile?.get(file) ?? 0;
    if (amount > 0) byFile?.set(file, amount - 1);
    return amount > 0;
  }

  takeAnywhere(identity: Identity): boolean {
    const byFile = this.#counts.get(identityKey(identity)) ?? new Map<string, number>();
    return [...byFile.keys()].some((file) => this.take(identity, file));
  }

  /** What was not met: how many of it are stale, and the entries that this run cannot judge. */
  left(isStale: (identity: Identity, file: string) => boolean): { stale: number; rest: Entries } {
    const rest: Entries = new Map();
    let stale = 0;
    for (const [file, own] of this.#entries) {
      const kept = own.flatMap((entry) => {
        const byFile = this.#counts.get(identityKey(entry));
        const amount = Math.min(entry.count, byFile?.get(file) ?? 0);
        byFile?.set(file, (byFile.get(file) ?? 0) - amount);
        if (amount === 0) return [];
        if (!isStale(entry, file)) return [{ ...entry, count: amount }];
        stale += amount;
        return [];
      });
      rest.set(file, kept);
    }
    return { stale, rest };
  }
}

/** The findings of a report together with entries that it says nothing about. */
function merged(report: Report, folder: string, rest: Entries): Entries {
  const next: Entries = new Map([...rest].map(([file, own]) => [file, [...own]]));
  for (const { filePath, findings } of report.files) {
    const name = nameOf(filePath, folder);
    const own = next.get(name) ?? [];
    const byKey = new Map(own.map((entry) => [identityKey(entry), entry]));
    for (const finding of findings) {
      const identity = identityOf(finding);
      const same = byKey.get(identityKey(identity));
      if (same) same.count++;
      else {
        const entry = { ...identity, count: 1 };
        byKey.set(identityKey(identity), entry);
        own.push(entry);
      }
    }
    next.set(name, own);
  }
  return next;
}

function sizeOf(entries: Entries): number {
  return [...entries.values()].flat().reduce((sum, { count }) => sum + count, 0);
}

function without(report: Report, known: ReadonlySet<Finding>): Report {
  if (known.size === 0) return report;
  const files = report.files.map((file): FileReport => {
    const baselined: SuppressedFinding[] = file.findings
      .filter((finding) => known.has(finding))
      .map((finding) => ({ ...finding, suppressions: [{ kind: 'baseline', justification: '' }] }));
    if (baselined.length === 0) return file;
    const suppressed = [...(file.suppressed ?? []), ...baselined].sort(byPlace);
    return { ...file, findings: file.findings.filter((finding) => !known.has(finding)), suppressed };
  });
  return { ...report, files };
}

/** A file as the baseline calls it; standard input by its own name. */
function nameOf(filePath: string, folder: string): string {
  if (!isAbsolute(filePath)) return filePath;
  return relative(folder, filePath).replaceAll(sep, '/') || '.';
}

/** `<stdin>` and the like are no files that could be gone. */
function isOutside(name: string): boolean {
  return name.startsWith('<');
}
