import type { Completed, Verb } from './words.ts';

/** A line for each flag and verb; fish completes paths where a line doesn't say that it takes others. */
export function fishCompletion(flags: readonly Completed[], verbs: readonly Verb[]): string {
  const names = verbs.map(({ name }) => name).join(' ');
  const lines = verbs.map(({ name, help }) => complete(`-n __fish_is_first_token -a ${name} -d ${quoted(help)}`));
  for (const { name, words } of verbs)
    if (words.length > 0)
      lines.push(complete(`-n '__fish_seen_subcommand_from ${name}' -f -a ${quoted(words.join(' '))}`));
  for (const { name, short, type, help, words } of flags) {
    const spellings = `-l ${name}${short ? ` -s ${short}` : ''}`;
    const values = words.length > 0 ? ` -x -a ${quoted(words.join(' '))}` : ' -r';
    const flag = `${spellings}${type === 'string' ? values : ''} -d ${quoted(help)}`;
    lines.push(complete(`-n 'not __fish_seen_subcommand_from ${names}' ${flag}`));
  }
  return `${lines.join('\n')}\n`;
}

function complete(rest: string): string {
  return `complete -c mesh-lint ${rest}`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
