import { FLAGS, type Flag } from './flags.ts';

/** Cells before the texts, and in all. */
const INDENT = 44;
const WIDTH = 120;

/** What `--help` prints; it fits on one screen. */
export function helpText(): string {
  const groups = [...new Set(FLAGS.map((flag) => flag.group))];
  const blocks = groups.map((group) =>
    [group, ...FLAGS.filter((flag) => flag.group === group).flatMap(rows)].join('\n'),
  );
  return `mesh-lint finds mistakes in Istio configuration, from manifests alone.

  mesh-lint [options] [path | glob | -]…    default path: .
  mesh-lint rules | explain RULE            the rules with their levels; a rule's page, also by IST and KIA codes
  mesh-lint init | completion SHELL         write a configuration for this folder; completion for bash, zsh or fish

${blocks.join('\n')}

Exit code: 0 nothing at or above the failure threshold, 1 findings, 2 the run itself failed.
A folder called like a verb is reached as ./rules
`;
}

function rows(flag: Flag): string[] {
  if (flag.beside !== undefined) return [];
  const together = [flag, ...FLAGS.filter(({ beside }) => beside === flag.name)];
  const names = `  ${together.map(spelling).join(', ')}`;
  const [first = '', ...rest] = wrapped(flag.help, WIDTH - INDENT);
  const below = rest.map((line) => ' '.repeat(INDENT) + line);
  if (names.length < INDENT) return [names.padEnd(INDENT) + first, ...below];
  return [names, ' '.repeat(INDENT) + first, ...below];
}

function spelling({ name, short, value }: Flag): string {
  return `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
