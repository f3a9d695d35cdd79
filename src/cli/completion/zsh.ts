import type { Completed, Verb } from './words.ts';

/** A function for zsh's own completion system, with what each flag is for. */
export function zshCompletion(flags: readonly Completed[], verbs: readonly Verb[]): string {
  const first = verbs.map(({ name, help }) => `    '${name}:${quoted(help)}'`);
  const after = verbs.map(({ name, words }) => `    ${name}) compadd -- ${words.join(' ')}; return;;`);
  return `#compdef mesh-lint
_mesh_lint() {
  local -a verbs
  verbs=(
${first.join('\n')}
  )
  if (( CURRENT > 2 )); then
    case $words[2] in
${after.map((line) => `  ${line}`).join('\n')}
    esac
  fi
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then _describe verb verbs; fi
  _arguments -s \\
${flags.map((flag) => `    ${spec(flag)} \\`).join('\n')}
    '*:path:_files'
}
if [[ $funcstack[1] == _mesh_lint ]]; then _mesh_lint "$@"; else compdef _mesh_lint mesh-lint; fi
`;
}

function spec({ name, short, type, multiple, value = '', help, words }: Completed): string {
  const spellings = short ? `{-${short},--${name}}` : `--${name}`;
  // A flag that may be given once takes its other spelling with it.
  const prefix = multiple ? "'*'" : short ? `'(-${short} --${name})'` : '';
  const values = words.length > 0 ? `(${words.join(' ')})` : '_files';
  const argument = type === 'string' ? `:${quoted(value.toLowerCase())}:${values}` : '';
  return `${prefix}${spellings}'[${quoted(help)}]${argument}'`;
}

/** Text inside of single quotes, where brackets and colons mean something to _arguments. */
function quoted(text: string): string {
  return text.replace(/[[\\\]:]/g, '\\$&').replaceAll("'", "'\\''");
}
