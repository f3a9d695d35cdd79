import { UsageError } from '../../engine/errors.ts';
import { didYouMean } from '../../engine/select.ts';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { completedFlags, SHELLS, verbs } from '../completion/words.ts';
import { zshCompletion } from '../completion/zsh.ts';
import type { Io } from '../main.ts';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** `mesh-lint completion bash|zsh|fish`: a script for the shell, made from the flags, the rules and the formats. */
export function completion(words: readonly string[], io: Io): 0 {
  const [name = '', ...more] = words;
  const shell = SHELLS.find((each) => each === name);
  if (!shell || more.length > 0) {
    const usage = `it is "mesh-lint completion ${SHELLS.join('|')}", as in: source <(mesh-lint completion bash)`;
    throw new UsageError(
      name === '' || shell ? usage : `no completion for "${name}"${didYouMean(name, SHELLS, usage)}`,
    );
  }
  io.stdout.write(SCRIPTS[shell](completedFlags(), verbs()));
  return 0;
}
