import type { ArtifactLocation, Fix, Location, Log, Notification, Region, ReportingDescriptor, Result } from 'sarif';
import type { Fix as Edit, FileReport, Finding, Level, Range, Report, RuleInfo } from '../report.ts';
import { createFingerprinter } from '../text/fingerprint.ts';
import { toJson } from '../text/json.ts';
import { SourceLines } from '../text/source-lines.ts';
import { displayResource } from './names.ts';
import type { Reporter } from './reporter.ts';
import { relativeUri, sarifLinkText, sarifText, sentence } from './sarif-text.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const ROOT_ID = '%SRCROOT%';
/** GitHub refuses longer descriptions. */
const LONGEST_DESCRIPTION = 1024;
const MOST_TAGS = 5;
const MOST_LINKS = 5;

const SARIF_LEVEL = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Level, string>;
const RANK = { error: 0, warning: 1, note: 2, none: 3 };

/** SARIF 2.1.0 as GitHub code scanning takes it; it names no path of this machine. */
const reporter: Reporter = (report, options) => {
  const context = { root: options.root, fingerprint: createFingerprinter(), rules: new Map<string, number>() };
  for (const [index, rule] of report.rules.entries()) context.rules.set(rule.id, index);
  const results: Result[] = [];
  const notifications: Notification[] = [];
  for (const file of report.files) {
    const place = createPlace(file, options.root);
    for (const finding of file.findings) {
      const result = createResult(finding, place, context);
      results.push(result);
      if (finding.fatal) notifications.push(createNotification(result));
    }
  }
  results.sort((a, b) => RANK[a.level ?? 'none'] - RANK[b.level ?? 'none']);
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'mesh-lint',
            version: report.version,
            semanticVersion: report.version,
            ...(report.homepage && { informationUri: report.homepage }),
            rules: report.rules.map((rule) => describeRule(rule, report)),
          },
        },
        automationDetails: { id: 'mesh-lint/' },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT_ID]: { description: { text: 'The root of the repository.' } } },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }],
        results,
      },
    ],
  };
  return `${toJson(log)}\n`;
};

export default reporter;

function describeRule(rule: RuleInfo, report: Report): ReportingDescriptor {
  const summary = sentence(rule.summary);
  const peers = rule.codes.length > 0 ? ` Answers to ${rule.codes.join(', ')}.` : '';
  const link = rule.url ? ` See ${rule.url}` : '';
  const tags = new Set(rule.securitySeverity === undefined ? rule.tags : ['security', ...rule.tags]);
  return {
    id: rule.id,
    shortDescription: { text: clip(summary) },
    fullDescription: { text: clip(summary + peers) },
    help: {
      text: summary + link,
      markdown: report.rulePage?.(rule.id) || `${summary}${rule.url ? ` [Read more](${rule.url})` : ''}`,
    },
    ...(URL.canParse(rule.url) && { helpUri: rule.url }),
    defaultConfiguration: { level: SARIF_LEVEL[rule.level] },
    properties: {
      precision: rule.precision,
      'problem.severity': rule.level === 'info' ? 'recommendation' : rule.level,
      ...(rule.securitySeverity !== undefined && { 'security-severity': rule.securitySeverity }),
      tags: [...tags].slice(0, MOST_TAGS),
      codes: rule.codes,
    },
  };
}

function clip(text: string): string {
  return text.length <= LONGEST_DESCRIPTION ? text : `${text.slice(0, LONGEST_DESCRIPTION - 1)}…`;
}

interface Place {
  artifact: ArtifactLocation;
  /** Lines of the file's text. */
  lines(): SourceLines;
}

function createPlace(file: FileReport, root: string): Place {
  let lines: SourceLines | undefined;
  return {
    artifact: createArtifact(file.filePath, root),
    lines() {
      lines ??= new SourceLines(file.source);
      return lines;
    },
  };
}

function createArtifact(filePath: string, root: string): ArtifactLocation {
  return { uri: relativeUri(filePath, root), uriBaseId: ROOT_ID };
}

interface Context {
  root: string;
  fingerprint(finding: Finding): string;
  /** Index of each rule in the driver's list. */
  rules: Map<string, number>;
}

function createResult(finding: Finding, place: Place, context: Context): Result {
  const ruleIndex = context.rules.get(finding.ruleId);
  const fixes = createFixes(finding, place);
  const related: Location[] = finding.related.map((other, index) => ({
    id: index + 1,
    physicalLocation: { artifactLocation: createArtifact(other.filePath, context.root), region: createRegion(other) },
    message: { text: sarifText(other.message) },
  }));
  return {
    ruleId: finding.ruleId,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: SARIF_LEVEL[finding.level],
    message: { text: messageText(finding) },
    locations: [
      {
        physicalLocation: { artifactLocation: place.artifact, region: createRegion(firstLine(finding, place)) },
        ...(finding.resource && { logicalLocations: [logicalLocation(finding, finding.resource)] }),
      },
    ],
    partialFingerprints: { 'meshLint/v1': context.fingerprint(finding) },
    ...(related.length > 0 && { relatedLocations: related }),
    ...(fixes.length > 0 && { fixes }),
    ...(finding.codes.length > 0 && { properties: { codes: finding.codes } }),
  };
}

/** GitHub shows related locations only where the message links to them. */
function messageText({ message, help, related }: Finding): string {
  const links = related
    .slice(0, MOST_LINKS)
    .map((other, index) => `[${sarifLinkText(other.message || 'this')}](${index + 1})`);
  const text = [sentence(sarifText(message))];
  if (help !== undefined) text.push(sentence(sarifText(help)));
  if (links.length > 0) text.push(`See: ${links.join(', ')}.`);
  return text.join(' ');
}

function logicalLocation(finding: Finding, resource: NonNullable<Finding['resource']>) {
  return {
    name: resource.name,
    fullyQualifiedName: `${resource.apiVersion}/${displayResource(resource).replace(' ', '/')}${finding.pointer}`,
    kind: 'resource',
  };
}

function createRegion({ line, column, endLine, endColumn }: Range): Region {
  const isEmpty = endLine < line || (endLine === line && endColumn <= column);
  return {
    startLine: line,
    startColumn: column,
    endLine: isEmpty ? line : endLine,
    endColumn: isEmpty ? column + 1 : endColumn,
  };
}

/** GitHub shows an alert in a pull request only if each of its lines was changed there: so one line has to do. */
function firstLine(range: Range, place: Place): Range {
  if (range.endLine <= range.line) return range;
  const length = place.lines().line(range.line)?.trimEnd().length ?? 0;
  return { ...range, endLine: range.line, endColumn: length + 1 };
}

function createFixes(finding: Finding, place: Place): Fix[] {
  const fixes: Fix[] = [];
  if (finding.fix) fixes.push(createFix(finding.fix, finding.help ?? 'Apply the fix', place));
  for (const { desc, fix } of finding.suggestions ?? []) fixes.push(createFix(fix, desc, place));
  return fixes;
}

function createFix({ range: [start, end], text }: Edit, description: string, place: Place): Fix {
  const { line, column, endLine, endColumn } = place.lines().range(start, end);
  const deletedRegion = { startLine: line, startColumn: column, endLine, endColumn };
  return {
    description: { text: sentence(sarifText(description)) },
    artifactChanges: [
      { artifactLocation: place.artifact, replacements: [{ deletedRegion, insertedContent: { text } }] },
    ],
  };
}

function createNotification({ ruleId, ruleIndex, message, locations }: Result): Notification {
  return {
    level: 'error',
    message,
    ...(locations && { locations }),
    associatedRule: {
      ...(ruleId !== undefined && { id: ruleId }),
      ...(ruleIndex !== undefined && { index: ruleIndex }),
    },
  };
}
