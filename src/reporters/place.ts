import { isAbsolute, relative, sep } from 'node:path';
import type { FileReport, Finding, Range } from '../report.ts';
import { SourceLines } from '../text/source-lines.ts';
import { displayResource, originOf } from './names.ts';
import type { ReporterOptions } from './reporter.ts';

type Roots = Pick<ReporterOptions, 'root' | 'realPath'>;

/** A file relative to the root of the repository, links followed, with forward slashes; a name that is no path as it is. */
export function repositoryPath(filePath: string, { root, realPath }: Roots): string {
  const path = isAbsolute(filePath) ? relative(root, realPath(filePath)) : filePath;
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

/** The range, or what of it lies in its first line, at least one column wide: services show one line, and no empty place. */
export function lineRange({ line, column, endLine, endColumn }: Range, lines: () => SourceLines): Range {
  const end = endLine > line ? (lines().line(line)?.trimEnd().length ?? 0) + 1 : endColumn;
  return { line, column, endLine: line, endColumn: Math.max(end, column + 1) };
}

/** The lines of a file's text, read when first asked for. */
export function linesOf(file: FileReport): () => SourceLines {
  let lines: SourceLines | undefined;
  return () => {
    lines ??= new SourceLines(file.source);
    return lines;
  };
}

/** `VirtualService prod/reviews, rendered from web/templates/route.yaml`; '' for what stands outside a resource. */
export function ownerText(file: FileReport, finding: Finding): string {
  return [displayResource(finding.resource), originOf(file, finding)].filter(Boolean).join(', ');
}
