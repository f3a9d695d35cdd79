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
  for (const { filePath, source, fixed } of report.files) {
    if (!fixed || !isAbsolute(filePath)) continue;
    const plan = planFor(filePath, fixed.before, source);
    const other = plans.get(plan.path);
    if (other && !other.bytes.equals(plan.bytes))
      throw refusal(filePath, 'it was fixed in two ways by two of its names');
    plans.set(plan.path, plan);
  }
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

function planFor(filePath: string, before: string, text: string): Plan {
  const path = realPath(filePath);
  const read = readText(path);
  if ('problem' in read) throw refusal(filePath, read.problem.message);
  if (read.text !== before) throw refusal(filePath, 'it changed since it was read; run again');
  const stats = statSync(path);
  // The superuser may write what nobody may; that it is read-only is still what somebody wanted.
  if ((stats.mode & 0o222) === 0) throw refusal(filePath, 'it is read-only; make it writable, or leave it out');
  try {
    closeSync(openSync(path, 'r+'));
  } catch (error) {
    throw refusal(filePath, problemOf(path, error).message);
  }
  return { path, bytes: encodeAs(readFileSync(path), text), stats };
}

function refusal(path: string, why: string): UsageError {
  return new UsageError(`cannot fix ${path}: ${why} (nothing was written)`);
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
