import type { ArtifactLocation, Fix, Location, Log, Notification, Region, ReportingDescriptor, Result } from 'sarif';
import type { Fix as Edit, FileReport, Finding, Level, Range, Report, RuleInfo } from '../report.ts';
import { createFingerprinter } from '../text/fingerprint.ts';
import { toJson } from '../text/json.ts';
import type { SourceLines } from '../text/source-lines.ts';
import { atSources } from './at-sources.ts';
import { bySeverity, displayResource } from './names.ts';
import { lineRange, linesOf, ownerText } from './place.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { relativeUri, sarifLinkText, sarifText, sentence } from './sarif-text.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const ROOT_ID = '%SRCROOT%';
/** GitHub refuses longer descriptions. */
const LONGEST_DESCRIPTION = 1024;
const MOST_TAGS = 5;
const MOST_LINKS = 5;

const SARIF_LEVEL = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Level, string>;

/** SARIF 2.1.0 as GitHub code scanning takes it; it names no path of this machine. */
const reporter: Reporter = (report, options) => {
  const context = { options, fingerprint: createFingerprinter(), rules: new Map<string, number>() };
  for (const [index, rule] of report.rules.entries()) context.rules.set(rule.id, index);
  const made = atSources(report).files.flatMap((file) => {
    const place = { file, artifact: createArtifact(file.filePath, options), lines: linesOf(file) };
    return file.findings.map((finding) => ({ finding, result: createResult(finding, place, context) }));
  });
  const notifications = made.flatMap(({ finding, result }) => (finding.fatal ? [createNotification(result)] : []));
  const results = bySeverity(made, ({ finding }) => finding.level).map(({ result }) => result);
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
        invocations: [
          {
            executionSuccessful: true,
            workingDirectory: createDirectory(options),
            toolExecutionNotifications: notifications,
          },
        ],
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
  file: FileReport;
  artifact: ArtifactLocation;
  /** Lines of the file's text. */
  lines(): SourceLines;
}

function createArtifact(filePath: string, options: ReporterOptions): ArtifactLocation {
  return { uri: relativeUri(filePath, options), uriBaseId: ROOT_ID };
}

function createDirectory(options: ReporterOptions): ArtifactLocation {
  const uri = relativeUri(options.cwd, options);
  return { uri: uri === '' ? './' : `${uri}/`, uriBaseId: ROOT_ID };
}

interface Context {
  options: ReporterOptions;
  fingerprint(finding: Finding): string;
  /** Index of each rule in the driver's list. */
  rules: Map<string, number>;
}

function createResult(finding: Finding, place: Place, context: Context): Result {
  const ruleIndex = context.rules.get(finding.ruleId);
  const fixes = createFixes(finding, place);
  const related: Location[] = finding.related.map((other, index) => ({
    id: index + 1,
    physicalLocation: {
      artifactLocation: createArtifact(other.filePath, context.options),
      region: createRegion(other),
    },
    message: { text: sarifText(other.message) },
  }));
  return {
    ruleId: finding.ruleId,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: SARIF_LEVEL[finding.level],
    message: { text: messageText(finding, place.file) },
    locations: [
      {
        physicalLocation: { artifactLocation: place.artifact, region: createRegion(lineRange(finding, place.lines)) },
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
function messageText(finding: Finding, file: FileReport): string {
  const { message, help, related } = finding;
  const links = related
    .slice(0, MOST_LINKS)
    .map((other, index) => `[${sarifLinkText(other.message || 'this')}](${index + 1})`);
  const text = [sentence(sarifText(message))];
  if (help !== undefined) text.push(sentence(sarifText(help)));
  // Of what was rendered the place says little.
  if (file.renderedFrom !== undefined) text.push(`In ${sarifText(ownerText(file, finding))}.`);
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

function createFixes(finding: Finding, place: Place): Fix[] {
  const fixes: Fix[] = [];
  if (finding.fix) fixes.push(createFix(finding.fix, finding.help ?? 'Apply the fix', place));
  if (finding.unsafeFix)
    fixes.push(createFix(finding.unsafeFix, finding.help ?? 'Apply the fix, and check what it changes', place));
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
