// Runners of GitHub and Azure obey what a line of the log says. What is quoted from a manifest must not be such a line.

/** The text with every command of a runner's log made plain text, at the same width: `::` at a line's start, `##[` anywhere. */
export function defuseCommands(text: string): string {
  return text.replace(/^((?:\x1b\[[\d;]*m|[^\S\n])*):(?=:)/gm, '$1\ua789').replace(/##(?=\[|vso\[)/g, '#\u266f');
}
