import { Lexer } from 'yaml';
import type { SourceFile } from './document.ts';
import type { Span, YamlNode } from './node.ts';
import { splitDocuments } from './split.ts';

/** What the lexer says between the parts of the text. */
const DOCUMENT_START = '\x02';
const FLOW_ERROR = '\x18';
const SCALAR_FOLLOWS = '\x1f';

export interface Comment extends Span {
  /** From its `#` on, without space at its end. */
  text: string;
  /**
   * Offset where the document ends that the comment belongs to: of a comment that stands between two `---` with nothing
   * else, the next document's.
   */
  documentEnd: number;
  /** 0-based among the documents that hold anything, as of YamlDocument. */
  documentIndex: number;
}

/** The comments of a file that hold a text, in order; what looks like one inside of a scalar is none. */
export function commentsWith(file: SourceFile, mark: string): Comment[] {
  const comments: Comment[] = [];
  const read = (from: number, to: number, index: number, documentEnd: number, root: YamlNode | undefined) => {
    const text = file.text.slice(from, to);
    if (!text.includes(mark)) return;
    for (const { start, end } of commentSpans(text, from)) {
      const comment = file.text.slice(start, end).trimEnd();
      if (comment.includes(mark) && !isInScalar(root, start))
        comments.push({ start, end: start + comment.length, text: comment, documentEnd, documentIndex: index });
    }
  };
  let last = 0;
  const spans = splitDocuments(file.text);
  for (const [index, { start, end }] of spans.entries()) {
    read(last, start, index, end, undefined);
    read(start, end, index, end, file.documents[index]?.root.node);
    last = end;
  }
  read(last, file.text.length, Math.max(0, spans.length - 1), file.text.length, undefined);
  return comments;
}

function* commentSpans(text: string, base: number): Generator<Span> {
  let offset = base;
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    if (!isScalar && token === SCALAR_FOLLOWS) {
      isScalar = true;
      continue;
    }
    if (!isScalar && (token === DOCUMENT_START || token === FLOW_ERROR)) continue;
    if (!isScalar && token.startsWith('#')) yield { start: offset, end: offset + token.length };
    isScalar = false;
    offset += token.length;
  }
}

/** Quoted text that goes on too far to the left is more than one token for the lexer. */
function isInScalar(node: YamlNode | undefined, offset: number): boolean {
  if (node === undefined || offset < node.start || offset >= node.end) return false;
  if (node.type === 'sequence') return node.items.some((item) => isInScalar(item, offset));
  if (node.type === 'scalar') return node.style === 'quoted';
  return node.entries.some(({ value }) => isInScalar(value, offset));
}
