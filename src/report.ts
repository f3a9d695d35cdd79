// What a run found: the only type that reporters know. The JSON format is this shape as docs/report.schema.json says.

export type Level = 'error' | 'warning' | 'info';

/** 1-based; columns count UTF-16 units; the end is exclusive. */
export interface Range {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** ESLint's shape: offsets in UTF-16 units of the file's text. */
export interface Fix {
  range: [start: number, end: number];
  text: string;
}

export interface Suggestion {
  desc: string;
  fix: Fix;
}

export interface ResourceId {
  apiVersion: string;
  kind: string;
  /** '' where the manifest names none. */
  namespace: string;
  name: string;
}

export interface RelatedLocation extends Range {
  filePath: string;
  message: string;
}

export interface Finding extends Range {
  ruleId: string;
  messageId: string;
  level: Level;
  /** One line of text; its first sentence stands alone. */
  message: string;
  /** What to do about it, one line, in the imperative. */
  help?: string;
  /** A document that could not be read. */
  fatal?: true;
  /** 0-based among the file's documents as Kubernetes splits them; empty ones don't count. */
  documentIndex: number;
  /** JSON Pointer inside the resource; '' for the whole. */
  pointer: string;
  /** JSON Pointer inside configuration that is embedded in a string at `pointer`. */
  embeddedPointer?: string;
  resource: ResourceId | null;
  /** The template that Helm rendered the document from, as its `# Source:` line says. */
  template?: string;
  /** IST and KIA codes that this finding answers to. */
  codes: string[];
  related: RelatedLocation[];
  /** Made by --fix: what it changes does what it did before, or did nothing. */
  fix?: Fix;
  /** Made by --fix only with --unsafe-fixes, in place of `fix`: it may change what the mesh does. */
  unsafeFix?: Fix;
  suggestions?: Suggestion[];
}

/** Why a finding does not count. */
export interface Suppression {
  /** A comment in the file, an annotation of the resource, or the baseline. */
  kind: 'directive' | 'annotation' | 'baseline';
  /** The reason that was given; '' for none. */
  justification: string;
}

export interface SuppressedFinding extends Finding {
  /** At least one, in the order of the kinds above. */
  suppressions: Suppression[];
}

export interface FileReport {
  /** Absolute; `<stdin>` or the given name for standard input. */
  filePath: string;
  /** The command that made the text, `helm template`; `filePath` is then the folder that it was made from. */
  renderedBy?: string;
  /** Absolute: the chart's or kustomization's own file, where what was rendered can be shown in a repository. */
  renderedFrom?: string;
  /** The text that was linted, for code frames. Not part of the JSON format. */
  source: string;
  /** Sorted by line, column and rule. */
  findings: Finding[];
  /** What fixing made of the file, where it changed anything: `source` is the new text then, and the findings are about it. */
  fixed?: { before: string; count: number };
  /** Findings that do not count, in the same order, where there are any; shown by the JSON format alone. */
  suppressed?: SuppressedFinding[];
}

/** What a reporter may say about a rule. */
export interface RuleInfo {
  id: string;
  summary: string;
  /** Address of the rule's page; '' for none. */
  url: string;
  level: Level;
  precision: 'very-high' | 'high' | 'medium' | 'low';
  type: 'problem' | 'suggestion';
  tags: string[];
  codes: string[];
  /** "0.1" to "10.0"; only of security rules. */
  securitySeverity?: string;
}

/** Counts for the closing line: what was looked at, and what was not. */
export interface Scope {
  files: number;
  documents: number;
  /** Istio, Gateway API and IstioOperator resources: those checked against a schema. */
  checkedResources: number;
  /** Kubernetes objects that are read for their meaning but have no schema here, by kind. */
  readOnly: Record<string, number>;
  /** Files with unrendered templates that were passed over. */
  templates: number;
  /** References to what may be elsewhere, which could not be checked, by kind: `host`, `Gateway`, … */
  openReferences: Record<string, number>;
  istioVersion: string;
  /** Findings that were left out because their files did not change. */
  unchanged?: number;
}

export interface Report {
  files: FileReport[];
  /** Every rule that was enabled, whether it fired or not, sorted by id. */
  rules: RuleInfo[];
  scope: Scope;
  /** The mesh-lint version. */
  version: string;
  /** Address of the project. */
  homepage?: string;
  /** Address of a rule's page; undefined where it has none. */
  ruleUrl?: (ruleId: string) => string | undefined;
  /** A rule's page in Markdown, read when a format asks for it. */
  rulePage?: (ruleId: string) => string | undefined;
}

/** Number of findings of each level in a report. */
export function countLevels(report: Pick<Report, 'files'>): Record<Level, number> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const file of report.files) for (const finding of file.findings) counts[finding.level]++;
  return counts;
}

/** Number of findings in a report that do not count. */
export function countSuppressed(report: Pick<Report, 'files'>): number {
  return report.files.reduce((sum, { suppressed = [] }) => sum + suppressed.length, 0);
}
