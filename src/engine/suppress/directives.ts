import { type Comment, commentsWith } from '../../yaml/comments.ts';
import { type SourceFile, YamlDocument } from '../../yaml/document.ts';
import { type Candidate, type CommentPlace, meansFinding, type Suppressor } from './suppressor.ts';
import { type Name, readWords, type Words } from './words.ts';

export const KEYWORDS = [
  'mesh-lint-disable-next-line',
  'mesh-lint-disable-line',
  'mesh-lint-disable-file',
  'mesh-lint-disable',
  'mesh-lint-enable',
];

/** A comment of a file that speaks to mesh-lint, by its first word. */
export interface Directive {
  keyword: string;
  comment: Comment;
  place: CommentPlace;
  words: Words;
}

export interface Directives {
  suppressors: Suppressor[];
  /** Comments that end what no comment before them started. */
  idle: Directive[];
  enables: Directive[];
  /** Comments whose first word looks like a directive and is none. */
  unknown: Directive[];
}

const MARK = 'mesh-lint-';
const DIRECTIVE = /^#+\s*(mesh-lint-[\w-]+):?(?=\s|$)/;

/** The comments in a file that silence findings. A file that is a template has none before it is rendered. */
export function directivesOf(file: SourceFile): Directives {
  const found: Directives = { suppressors: [], idle: [], enables: [], unknown: [] };
  if (file.template || !file.text.includes(MARK)) return found;
  const directives = commentsWith(file, MARK).flatMap((comment) => directiveIn(comment, file) ?? []);
  found.enables = directives.filter(({ keyword }) => keyword === 'mesh-lint-enable');
  for (const directive of directives) {
    const { keyword } = directive;
    if (!KEYWORDS.includes(keyword)) found.unknown.push(directive);
    else if (keyword !== 'mesh-lint-enable') found.suppressors.push(suppressorOf(directive, file, found.enables));
    else if (!directives.some((other) => other.keyword === 'mesh-lint-disable' && ends(directive, other)))
      found.idle.push(directive);
  }
  return found;
}

function directiveIn(comment: Comment, file: SourceFile): Directive | undefined {
  const [start, keyword] = DIRECTIVE.exec(comment.text) ?? [];
  if (start === undefined || keyword === undefined) return undefined;
  const words = readWords(comment.text.slice(start.length), comment.start + start.length);
  if (words.names.length === 0) words.names.push({ text: '*', start: comment.start, end: comment.end });
  const document =
    file.documents[comment.documentIndex] ??
    new YamlDocument({ file, index: 0, span: comment, root: undefined, problems: [] });
  return { keyword, comment, words, place: { type: 'comment', document, span: comment } };
}

function suppressorOf(directive: Directive, file: SourceFile, enables: readonly Directive[]): Suppressor {
  const { place, words } = directive;
  const reach = reachOf(directive, file, enables);
  return { kind: 'directive', file, place, words, ...reach, means: meansFinding, isIstios: false, used: new Set() };
}

function reachOf(
  directive: Directive,
  file: SourceFile,
  enables: readonly Directive[],
): Pick<Suppressor, 'reach' | 'covers'> {
  const { keyword, comment } = directive;
  const onLine = (line: number) => ({
    reach: ` on line ${line}`,
    covers: (candidate: Candidate) => candidate.file === file && candidate.finding.line === line,
  });
  const own = file.lines.position(comment.start).line;
  if (keyword === 'mesh-lint-disable-line') return onLine(own);
  if (keyword === 'mesh-lint-disable-next-line') return onLine(nextLine(file, own));
  if (keyword === 'mesh-lint-disable-file')
    return { reach: ' in this file', covers: (candidate) => candidate.file === file };
  const later = enables.filter((enable) => ends(enable, directive));
  return {
    reach: later.length > 0 ? ' before it is enabled again' : ' from here to the end of the document',
    covers: ({ file: other, offset, finding }) =>
      other === file &&
      offset >= comment.start &&
      offset < comment.documentEnd &&
      !later.some(
        (enable) => enable.comment.start <= offset && enable.words.names.some((name) => meansFinding(name, finding)),
      ),
  };
}

/** Does a `mesh-lint-enable` end some of what a `mesh-lint-disable` started? */
function ends(enable: Directive, disable: Directive): boolean {
  const isLater = enable.comment.start > disable.comment.start;
  if (!isLater || enable.comment.documentEnd !== disable.comment.documentEnd) return false;
  const names = new Set(disable.words.names.map(({ text }) => text));
  return names.has('*') || enable.words.names.some(({ text }: Name) => text === '*' || names.has(text));
}

const HOLDS_NOTHING = /^(?:---|\.\.\.)?[ \t]*(?:#.*)?$/;

/** The first line below one that holds more than a comment or the start of a document. */
function nextLine(file: SourceFile, line: number): number {
  const { starts } = file.lines;
  for (let next = line + 1; next <= starts.length; next++) {
    const text = file.text.slice(starts[next - 1], starts[next]).trim();
    if (!HOLDS_NOTHING.test(text)) return next;
  }
  return line + 1;
}
