import type { FileReport, Finding, Report } from '../report.ts';
import type { SourceFile } from '../yaml/document.ts';
import { readSource } from '../yaml/read.ts';
import { applyFixes, type NamedFix } from './apply.ts';

/** One fix may make room for another, or mend what another rule stumbled over. */
const MOST_PASSES = 10;

export interface Fixing {
  unsafe: boolean;
  /** Fix these findings alone. */
  only?: (finding: Finding) => boolean;
}

/**
 * Fixes texts and checks them anew, until nothing is left to fix. The report is about the new texts; nothing is written.
 * `check` says of texts what is wrong with them.
 */
export async function fixFiles(
  files: readonly SourceFile[],
  fixing: Fixing,
  check: (files: readonly SourceFile[]) => Promise<Report>,
): Promise<Report> {
  const before = new Map(files.map(({ path, text }) => [path, text]));
  const seen = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  let current = files;
  let report = await check(current);
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const fixes = new Map(report.files.map((file) => [file.filePath, fixesIn(file, fixing)]));
    const next = current.map((file) => {
      const own = fixes.get(file.path) ?? [];
      if (!file.isLinted || own.length === 0) return file;
      const { text, count } = applyFixes(file.text, own, (text) => isReadable(file, text));
      const texts = seen.get(file.path) ?? new Set([file.text]);
      // Rules that undo each other's work would go on for ever.
      if (texts.has(text)) return file;
      seen.set(file.path, texts.add(text));
      counts.set(file.path, (counts.get(file.path) ?? 0) + count);
      return reread(file, text);
    });
    if (next.every((file, index) => file === current[index])) break;
    current = next;
    report = await check(current);
  }
  return { ...report, files: report.files.map((file) => withOutcome(file, before, counts)) };
}

function fixesIn({ findings }: FileReport, { unsafe, only }: Fixing): NamedFix[] {
  return findings.flatMap((finding) => {
    const fix = finding.fix ?? (unsafe ? finding.unsafeFix : undefined);
    return fix && (only?.(finding) ?? true) ? [{ ...fix, ruleId: finding.ruleId }] : [];
  });
}

function withOutcome(
  file: FileReport,
  before: ReadonlyMap<string, string>,
  counts: ReadonlyMap<string, number>,
): FileReport {
  const [old, count] = [before.get(file.filePath), counts.get(file.filePath)];
  return old === undefined || count === undefined ? file : { ...file, fixed: { before: old, count } };
}

function reread(file: SourceFile, text: string): SourceFile {
  const fresh = readSource(file.path, text, file.reader);
  fresh.role = file.role;
  return fresh;
}

/** Whatever a fix does, what could be read can still be read. */
function isReadable(file: SourceFile, text: string): boolean {
  if (isJson(file.text) && !isJson(text)) return false;
  const { documents, template } = readSource(file.path, text, file.reader);
  return (
    !template && documents.length === file.documents.length && documents.every(({ problems }) => problems.length === 0)
  );
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
