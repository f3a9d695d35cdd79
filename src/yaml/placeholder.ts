// Values that somebody fills in later. Nobody can judge them now, so no check may.

const PLACEHOLDER =
  /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\$\{[A-Za-z_][^}]*\}|\$\([A-Za-z_][^)]*\)|<%[\s\S]*?%>|(?<!\?P?)<[A-Za-z][\w .-]*>|\b[A-Z0-9_-]*PLACEHOLDER\b|\b__[A-Z0-9_]+__\b|@@[A-Z0-9_]+@@/;

/** What every placeholder has: most texts are told apart by this alone. */
const CANDIDATE = /[{<$@]|__|PLACEHOLDER/;

/** Does the text hold `${VAR}`, `$(VAR)`, `{{ }}`, `<name>`, `…_PLACEHOLDER` or the like? */
export function hasPlaceholder(text: string): boolean {
  return CANDIDATE.test(text) && PLACEHOLDER.test(text);
}
