import { PRESETS } from '../../engine/rule.ts';
import { WORLDS } from '../../mesh/world.ts';
import { REPORTERS } from '../../reporters/index.ts';
import { registry } from '../../rules/registry.ts';
import { ISTIO_VERSIONS } from '../../schemas/index.ts';
import { FLAGS, type Flag } from '../flags.ts';

/** The shells that there is a completion for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export interface Verb {
  name: string;
  help: string;
  /** What may follow it. */
  words: readonly string[];
}

export interface Completed extends Flag {
  /** What may follow it; empty where that is a path. */
  words: readonly string[];
}

const LEVELS = ['error', 'warning', 'info'];

/** The verbs with what may follow them. */
export function verbs(): Verb[] {
  return [
    { name: 'rules', help: 'the rules, with their levels', words: [] },
    { name: 'explain', help: "a rule's page", words: [...ids(), ...codes()] },
    { name: 'init', help: 'write a configuration file', words: [] },
    { name: 'completion', help: 'completion for a shell', words: SHELLS },
  ];
}

/** The flags with what may follow them. */
export function completedFlags(): Completed[] {
  const words: Readonly<Record<string, readonly string[]>> = {
    preset: PRESETS,
    format: Object.keys(REPORTERS),
    rule: ids(),
    only: ids(),
    skip: ids(),
    'istio-version': ISTIO_VERSIONS,
    world: WORLDS,
    'failure-threshold': [...LEVELS, 'none'],
    'report-unused-disable-directives': [...LEVELS, 'off'],
  };
  return FLAGS.map((flag) => ({ ...flag, words: words[flag.name] ?? [] }));
}

function ids(): string[] {
  return registry.map(({ id }) => id);
}

function codes(): string[] {
  return [...new Set(registry.flatMap((entry) => entry.codes))].sort();
}
