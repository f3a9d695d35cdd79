import type { Finding } from '../report.ts';
import type { SourceFile } from '../yaml/document.ts';

/** What cannot be read whole is not written to, as nobody knows what an edit would do to the rest; nor is what was rendered. */
export function mayBeFixed(file: SourceFile): boolean {
  if (file.unreadable || file.template || file.renderedBy !== undefined) return false;
  return file.documents.every(({ problems }) => problems.length === 0);
}

export function withoutFixes(finding: Finding): void {
  delete finding.fix;
  delete finding.unsafeFix;
  delete finding.suggestions;
}

/**
 * Of a file that lies in several worlds only those fixes stand that each of them wants: what mends one may break another.
 * `findings` are sorted so that those which are the same are neighbours.
 */
export function dropUnsureFixes(
  findings: readonly Finding[],
  isSame: (finding: Finding, before: Finding | undefined) => boolean,
  worlds: number,
): void {
  for (let start = 0; start < findings.length; ) {
    let end = start + 1;
    for (let next = findings[end]; next && isSame(next, findings[start]); next = findings[end]) end++;
    const same = findings.slice(start, end);
    const edits = new Set(same.map(({ fix, unsafeFix }) => JSON.stringify(fix ?? unsafeFix)));
    if (same.length < worlds || edits.size > 1) for (const finding of same) withoutFixes(finding);
    start = end;
  }
}
