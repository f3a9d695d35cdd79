import { isAbsolute, relative, sep } from 'node:path';
import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatch, type StructuredPatchHunk, structuredPatch } from 'diff';
import type { FileReport, Report } from '../report.ts';
import { oneLine, printable } from '../text/display.ts';
import { findSecrets, type HiddenFrom } from '../text/secrets.ts';
import { SourceLines } from '../text/source-lines.ts';
import { hasByteOrderMark } from './encoding.ts';

const CONTEXT = 3;

/**
 * What fixing changes, as a unified diff with paths from the working directory, as `patch -p1` and `git apply` take it.
 * On a terminal control characters are shown, not sent. Values of Secrets are never shown: there is less context around
 * them, and a change of one is only named.
 */
export function diffOf({ files }: Pick<Report, 'files'>, cwd: string, terminal: boolean): string {
  const text = files.map((file) => (file.fixed ? fileDiff(file, file.fixed.before, cwd) : '')).join('');
  return terminal ? text.split('\n').map(printable).join('\n') : text;
}

function fileDiff({ filePath, source }: FileReport, before: string, cwd: string): string {
  const name = diffName(filePath, cwd);
  const mark = hasByteOrderMark(filePath) ? '\ufeff' : '';
  const hidden = { old: findSecrets(new SourceLines(before)), new: findSecrets(new SourceLines(source)) };
  for (let context = CONTEXT; ; context--) {
    const patch = structuredPatch(`a/${name}`, `b/${name}`, mark + before, mark + source, undefined, undefined, {
      context,
    });
    if (context === 0 || !patch.hunks.some((hunk) => shows(hunk, ' ', hidden))) return format(patch, name, hidden);
  }
}

interface Hidden {
  old: HiddenFrom;
  new: HiddenFrom;
}

function format(patch: StructuredPatch, name: string, hidden: Hidden): string {
  const kept = patch.hunks.filter((hunk) => !shows(hunk, '-+', hidden));
  const withheld = patch.hunks.length - kept.length;
  const note = withheld > 0 ? `# ${name}: ${withheld} not shown, with values of a Secret\n` : '';
  if (kept.length === 0) return note;
  return note + formatPatch({ ...patch, hunks: kept }, FILE_HEADERS_ONLY);
}

/** Does one of the hunk's lines of these marks hold a value of a Secret? */
function shows({ lines, oldStart, newStart }: StructuredPatchHunk, marks: string, hidden: Hidden): boolean {
  const at = { old: oldStart, new: newStart };
  return lines.some((line) => {
    const mark = line.charAt(0);
    if (mark === '\\') return false;
    const isHidden = hidden[mark === '+' ? 'new' : 'old'](mark === '+' ? at.new : at.old) !== undefined;
    if (mark !== '+') at.old++;
    if (mark !== '-') at.new++;
    return marks.includes(mark) && isHidden;
  });
}

/** The path from the working directory, with slashes. */
function diffName(filePath: string, cwd: string): string {
  return oneLine(isAbsolute(filePath) ? relative(cwd, filePath).replaceAll(sep, '/') : filePath);
}
