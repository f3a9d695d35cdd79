import type { FileReport, Finding, Fix, Report } from '../report.ts';
import { DOTS, findSecrets, hideCredentials, maskCredentials, mayHoldCredentials } from '../text/secrets.ts';
import { SourceLines } from '../text/source-lines.ts';

/** Shorter words of a Secret are as likely to be words of a message. */
const SHORTEST_VALUE = 4;

/**
 * The report without what nobody else may read: credentials in addresses, and values of Secrets in what is said of documents
 * that could not be read. Code frames hide the values of Secrets by themselves.
 */
export function hideSecrets(report: Report): Report {
  return { ...report, files: report.files.map(safeFile) };
}

function safeFile(file: FileReport): FileReport {
  if (file.findings.length === 0 && !file.suppressed && !mayHoldCredentials(file.source)) return file;
  let source: string | undefined;
  let values: string[] | undefined;
  const hideAll = (text: string) => {
    values ??= secretValues(file.source);
    return values.reduce((safe, value) => safe.replaceAll(value, DOTS), hideCredentials(text));
  };
  const safe = <F extends Finding>(finding: F) => safeFinding(finding, finding.resource ? hideCredentials : hideAll);
  return {
    ...file,
    get source() {
      source ??= maskCredentials(file.source);
      return source;
    },
    findings: file.findings.map(safe),
    ...(file.suppressed && { suppressed: file.suppressed.map(safe) }),
  };
}

function safeFinding<F extends Finding>(finding: F, hide: (text: string) => string): F {
  const { fix, unsafeFix, suggestions, help, ...rest } = finding;
  const safe = {
    ...rest,
    message: hide(finding.message),
    related: finding.related.map((other) => ({ ...other, message: hide(other.message) })),
    ...(help !== undefined && { help: hide(help) }),
    // An edit that writes credentials would have to show them.
    ...(fix && isSafe(fix) && { fix }),
    ...(unsafeFix && isSafe(unsafeFix) && { unsafeFix }),
    ...(suggestions && {
      suggestions: suggestions.filter((each) => isSafe(each.fix)).map((each) => ({ ...each, desc: hide(each.desc) })),
    }),
  };
  return safe as Finding as F;
}

function isSafe({ text }: Fix): boolean {
  return hideCredentials(text) === text;
}

/** The words of all values of Secrets in a text, longest first. */
function secretValues(source: string): string[] {
  const lines = new SourceLines(source);
  const hiddenFrom = findSecrets(lines);
  const values = new Set<string>();
  for (let number = 1; number <= lines.count; number++) {
    const from = hiddenFrom(number);
    if (from === undefined) continue;
    for (const word of (lines.line(number) ?? '').slice(from).split(/[\s"',:|>[\]{}]+/))
      if (word.length >= SHORTEST_VALUE) values.add(word);
  }
  return [...values].sort((a, b) => b.length - a.length);
}
