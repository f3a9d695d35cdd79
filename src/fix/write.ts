import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { UsageError } from '../engine/errors.ts';
import { realPath } from '../input/path.ts';
import { problemOf } from '../input/problem.ts';
import { readText } from '../input/read.ts';
import type { Report } from '../report.ts';
import { count } from '../text/plural.ts';
import { encodeAs } from './encoding.ts';

interface Plan {
  /** Where the text lies, links followed. */
  path: string;
  bytes: Buffer;
  stats: Stats;
}

/**
 * Writes the new texts of a fixed report to their files, and answers with the paths. Each file is replaced as a whole, so
 * nobody ever reads half of it. Throws a UsageError, before anything is written, where a file cannot be written or is not
 * what it was when it was read. What came in as text (standard input, an overlay by name) is passed over.
 */
export function writeFixes(report: Pick<Report, 'files'>): string[] {
  const plans = new Map<string, Plan>();
  const refused: string[] = [];
  for (const { filePath, source, fixed } of report.files) {
    if (!fixed || !isAbsolute(filePath)) continue;
    const plan = planFor(filePath, fixed.before, source);
    const known = 'why' in plan ? undefined : plans.get(plan.path);
    if ('why' in plan) refused.push(`${filePath}: ${plan.why}`);
    else if (known && !known.bytes.equals(plan.bytes))
      refused.push(`${filePath}: two of its names were fixed in two ways`);
    else plans.set(plan.path, plan);
  }
  if (refused.length > 0) throw refusal(refused);
  const written: string[] = [];
  for (const plan of plans.values()) {
    try {
      write(plan);
    } catch (error) {
      const done = written.length > 0 ? `written before that: ${written.join(', ')}` : 'nothing was written';
      throw new UsageError(`cannot write ${plan.path}: ${problemOf(plan.path, error).message}; ${done}`);
    }
    written.push(plan.path);
  }
  return written;
}

function planFor(filePath: string, before: string, text: string): Plan | { why: string } {
  const path = realPath(filePath);
  const read = readText(path);
  if ('problem' in read) return { why: read.problem.message };
  if (read.text !== before) return { why: 'it changed since it was read; run again' };
  const stats = statSync(path);
  // The superuser may write what nobody may; that it is read-only is still what somebody wanted.
  if ((stats.mode & 0o222) === 0) return { why: 'it is read-only; make it writable, or leave it out' };
  try {
    closeSync(openSync(path, 'r+'));
  } catch (error) {
    return { why: problemOf(path, error).message };
  }
  return { path, bytes: encodeAs(readFileSync(path), text), stats };
}

function refusal([first, ...others]: readonly string[]): UsageError {
  const more = others.length > 0 ? `, and ${count(others.length, 'more file')} cannot be written either` : '';
  return new UsageError(`cannot fix ${first} (nothing was written${more})`);
}

function write(plan: Plan): void {
  const { path, bytes, stats } = plan;
  const temporary = stats.nlink > 1 ? undefined : placeBeside(plan);
  if (temporary === undefined) writeFileSync(path, bytes);
  else {
    try {
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }
}

/** Writes a new file beside the old one that differs in its bytes alone; undefined where the system doesn't allow that. */
function placeBeside({ path, bytes, stats }: Plan): string | undefined {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    const file = openSync(temporary, 'wx', 0o600);
    try {
      writeFileSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    const { uid, gid } = statSync(temporary);
    if (uid !== stats.uid || gid !== stats.gid) chownSync(temporary, stats.uid, stats.gid);
    chmodSync(temporary, stats.mode);
    return temporary;
  } catch {
    rmSync(temporary, { force: true });
    return undefined;
  }
}
