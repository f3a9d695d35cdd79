import type { Finding, Suppression } from '../../report.ts';
import type { SourceFile, YamlDocument } from '../../yaml/document.ts';
import type { Field } from '../../yaml/field.ts';
import type { Span } from '../../yaml/node.ts';
import type { Resource } from '../../yaml/resource.ts';
import type { Name, Words } from './words.ts';

/** What is said of comments and annotations themselves: silenced by name only, so that nothing hides that it is useless. */
export const ABOUT_SUPPRESSIONS: ReadonlySet<string> = new Set([
  'core/directive-reason',
  'core/expired-directive',
  'core/unknown-directive',
  'core/unused-directive',
]);

/** A finding with where it stands and which object it is about. */
export interface Candidate {
  finding: Finding;
  file: SourceFile;
  /** Of the finding's start, in the file. */
  offset: number;
  resource: Resource | undefined;
}

export interface CommentPlace {
  type: 'comment';
  document: YamlDocument;
  span: Span;
}

export interface AnnotationPlace {
  type: 'annotation';
  field: Field;
  resource: Resource;
}

/** A comment or annotation that silences findings. */
export interface Suppressor {
  kind: 'directive' | 'annotation';
  file: SourceFile;
  place: CommentPlace | AnnotationPlace;
  words: Words;
  /** What it reaches, as it goes on after "there is no finding": ` on line 12`. */
  reach: string;
  covers(candidate: Candidate): boolean;
  /** Does a name of it mean the finding? */
  means(name: Name, finding: Finding): boolean;
  /** Istio's own annotation may be there for istioctl, so nobody can say that it is useless. */
  isIstios: boolean;
  /** The names that meant a finding which is covered. */
  used: Set<Name>;
}

/** Does a rule id, a code or '*' mean the finding? */
export function meansFinding({ text }: Name, { ruleId, codes }: Finding): boolean {
  if (text === ruleId) return true;
  return !ABOUT_SUPPRESSIONS.has(ruleId) && (text === '*' || codes.includes(text.toUpperCase()));
}

/** Why a finding does not count, by all comments and annotations that silence it; each notes that it was of use. */
export function silence(candidate: Candidate, suppressors: readonly Suppressor[], today: string): Suppression[] {
  const { finding } = candidate;
  // What cannot be read is not checked at all, so nothing in it may hide that.
  if (finding.fatal) return [];
  const suppressions: Suppression[] = [];
  for (const suppressor of suppressors) {
    const names = suppressor.words.names.filter((name) => suppressor.means(name, finding));
    if (names.length === 0 || !suppressor.covers(candidate)) continue;
    for (const name of names) suppressor.used.add(name);
    if (isExpired(suppressor, today)) continue;
    suppressions.push({ kind: suppressor.kind, justification: suppressor.words.justification });
  }
  return suppressions;
}

export function isExpired({ words }: Suppressor, today: string): boolean {
  return words.expires !== undefined && words.expires <= today;
}
