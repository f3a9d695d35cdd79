import type { Completed, Verb } from './words.ts';

/** A function that bash calls for each word; where it proposes nothing, bash completes paths. */
export function bashCompletion(flags: readonly Completed[], verbs: readonly Verb[]): string {
  const spellings = ({ name, short }: Completed) => [`--${name}`, ...(short ? [`-${short}`] : [])];
  const cases = flags
    .filter(({ words }) => words.length > 0)
    .map((flag) => reply(spellings(flag).join('|'), flag.words));
  const paths = flags.filter(({ type, words }) => type === 'string' && words.length === 0).flatMap(spellings);
  const afterVerbs = verbs.map(({ name, words }) => reply(name, words));
  return `_mesh_lint() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  case $before in
${cases.join('\n')}
    ${paths.join('|')}) return;;
  esac
  case \${COMP_WORDS[1]} in
    $word) ;;
${afterVerbs.join('\n')}
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W '${flags.flatMap(spellings).join(' ')}' -- "$word"))
  elif [[ $COMP_CWORD == 1 ]]; then
    COMPREPLY=($(compgen -W '${verbs.map(({ name }) => name).join(' ')}' -- "$word"))
  fi
}
complete -o bashdefault -o default -F _mesh_lint mesh-lint
`;
}

function reply(pattern: string, words: readonly string[]): string {
  return `    ${pattern}) COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$word")); return;;`;
}
