import { FLAGS, type Flag } from './flags.ts';

const WIDTH = 34;

/** What `--help` prints; it fits on one screen. */
export function helpText(): string {
  const groups = [...new Set(FLAGS.map((flag) => flag.group))];
  const blocks = groups.map(
    (group) =>
      `${group}\n${FLAGS.filter((flag) => flag.group === group)
        .map(row)
        .join('\n')}`,
  );
  return `mesh-lint finds mistakes in Istio configuration, from manifests alone.

  mesh-lint [options] [path | glob | -]…     default path: .
  mesh-lint rules                            the rules, with their levels
  mesh-lint explain RULE                     a rule's page
  mesh-lint init                             write a configuration for this folder

${blocks.join('\n')}

Exit code: 0 nothing at or above the failure threshold, 1 findings, 2 the run itself failed.
A folder called like a verb is reached as ./rules
`;
}

function row({ name, short, value, help }: Flag): string {
  const flag = `  ${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`;
  return flag.length < WIDTH ? flag.padEnd(WIDTH) + help : `${flag}\n${' '.repeat(WIDTH)}${help}`;
}
