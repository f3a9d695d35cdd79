import type { FileReport, Finding } from '../report.ts';
import type { SourceFile } from '../yaml/document.ts';
import { namesTemplates, renderedFrom } from '../yaml/rendered-from.ts';
import { dropUnsureFixes, mayBeFixed, withoutFixes } from './fixable.ts';
import { byPlace } from './order.ts';

/** The findings of a file in their order, each once though the file may lie in several worlds. */
export function fileReport(file: SourceFile, findings: Finding[], worlds: number): FileReport {
  const { path: filePath, text: source, renderedBy, renderedFrom } = file;
  return {
    filePath,
    source,
    findings: findings.length > 0 ? settled(file, findings, worlds) : findings,
    ...(renderedBy === undefined ? {} : { renderedBy }),
    ...(renderedFrom === undefined ? {} : { renderedFrom }),
  };
}

function settled(file: SourceFile, findings: Finding[], worlds: number): Finding[] {
  const sorted = findings.sort(byPlace);
  if (worlds > 1) dropUnsureFixes(sorted, isSame, worlds);
  // What lies in several worlds is told once.
  const once = sorted.filter((finding, index) => index === 0 || !isSame(finding, sorted[index - 1]));
  complete(file, once);
  return once;
}

/** What only the file as a whole says of its findings. */
export function complete(file: SourceFile, findings: readonly Finding[]): void {
  if (!mayBeFixed(file)) for (const finding of findings) withoutFixes(finding);
  if (namesTemplates(file.text)) nameTemplates(findings, file);
}

function nameTemplates(findings: readonly Finding[], { documents }: SourceFile): void {
  for (const finding of findings) {
    const document = documents[finding.documentIndex];
    const template = document && renderedFrom(document);
    if (template !== undefined) finding.template = template;
  }
}

function isSame(finding: Finding, before: Finding | undefined): boolean {
  return before !== undefined && byPlace(finding, before) === 0 && finding.pointer === before.pointer;
}
