/** C1 controls, line separators and bidirectional marks: JSON lets them stand, terminals obey them. */
const RAW = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** What the runners of GitHub and Azure obey anywhere in a line that they print. */
const COMMAND = /##(?=\[|vso\[)/g;

/** The value as JSON that is safe to print: on a terminal, and into the log of a runner. */
export function toJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(RAW, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(COMMAND, '#\\u0023');
}
