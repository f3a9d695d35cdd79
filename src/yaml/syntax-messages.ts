/** What the `yaml` package's error codes mean to somebody who edits a manifest. One sentence without an end mark. */
const MESSAGES: Record<string, string> = {
  BAD_INDENT:
    'the indentation does not fit: the items of a mapping or list must start at the same column, and a bracket must be closed before it ends',
  BLOCK_AS_IMPLICIT_KEY:
    'a mapping or list cannot begin here: is the next line indented too far, or does this value need quotes?',
  BLOCK_IN_FLOW: 'a list or mapping in block style cannot stand between brackets',
  MULTILINE_IMPLICIT_KEY: 'a key must stand on one line: is a colon missing, or a quote not closed?',
  TAB_AS_INDENT: 'a tab cannot indent; use spaces',
  BAD_SCALAR_START: 'a value cannot begin with this character; put it in quotes',
  MULTIPLE_DOCS: 'more text follows after the end of the document (...); Kubernetes would not read it',
};

/** Our words for an error of the reader; its own where it says more. */
export function syntaxMessage(code: string, text: string): string {
  if (code === 'MISSING_CHAR' && /quote/.test(text)) return 'a quote is not closed';
  if (code === 'MISSING_CHAR' && /Implicit map keys/.test(text)) return 'a key must be followed by a colon and a space';
  if (code === 'BAD_INDENT' && /Flow/.test(text)) return 'a bracket or brace is not closed';
  return MESSAGES[code] ?? text.replace(/\s+/g, ' ').replace(/\.$/, '');
}
