/** Patterns that any engine reads alike: plain characters, escaped marks, a quantifier after each, anchors outside. */
const PLAIN = /^\^?(?:(?:[\w /:=,@~%&;"'#<>!.-]|\\[./+*?()[\]{}^$|\\dDwWsS-])[*+?]?)*\$?$/;

const known = new Map<string, string | undefined>();

/**
 * What is wrong with a regular expression in RE2's syntax, as a clause whose subject is the pattern; undefined for a
 * good one. The engine is loaded only for a pattern that needs it.
 */
export async function regexProblem(pattern: string): Promise<string | undefined> {
  if (PLAIN.test(pattern)) return undefined;
  if (!known.has(pattern)) known.set(pattern, await compileProblem(pattern));
  return known.get(pattern);
}

async function compileProblem(pattern: string): Promise<string | undefined> {
  const { RE2JS } = await import('re2js');
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return describe(pattern, error instanceof Error ? error.message : '');
  }
}

/** RE2 leaves out what needs backtracking; that is what people miss most. */
function describe(pattern: string, message: string): string {
  if (/\(\?<?[=!]/.test(pattern)) return 'looks ahead or behind, which RE2 cannot do';
  if (/\\[1-9]/.test(pattern)) return 'refers back to a group, which RE2 cannot do';
  const detail = /error parsing regexp: (.*)$/s.exec(message)?.[1] ?? message;
  return `is no RE2 expression: ${detail.replaceAll('`', '"')}`;
}
