import { UsageError } from '../engine/errors.ts';
import { PRESETS } from '../engine/rule.ts';
import { didYouMean } from '../engine/select.ts';
import type { AnyPluginRule } from './plugin.ts';

type Members = Readonly<Record<string, unknown>>;

const LEVELS = ['error', 'warning', 'info'];
const PRECISIONS = ['very-high', 'high', 'medium', 'low'];

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A rule as a plugin exports it. Throws a UsageError that says what it lacks. */
export function checkRule(id: string, rule: unknown): AnyPluginRule {
  const problem = isMembers(rule) ? problemOf(rule) : 'is no object; it is what defineRule() takes';
  if (problem !== undefined) throw new UsageError(`rule ${id} ${problem}`);
  return rule as AnyPluginRule;
}

function problemOf(rule: Members): string | undefined {
  return shapeProblem(rule) ?? messageProblem(rule.messages) ?? levelProblem(rule) ?? optionProblem(rule);
}

function shapeProblem({ create, check, checkMesh, kinds, fields, summary, url }: Members): string | undefined {
  if (typeof create === 'function')
    return 'has create(), as rules of ESLint do; a rule here has kinds and check(resource, context)';
  if (typeof check !== 'function' && typeof checkMesh !== 'function')
    return 'has no check(resource, context), nor checkMesh(mesh, context)';
  if (check !== undefined && checkMesh !== undefined) return 'has both check and checkMesh; it is asked by one of them';
  if (check !== undefined && kinds === undefined)
    return "says no kinds that check() is called for, such as kinds: ['VirtualService']; '*' is every resource";
  if (kinds !== undefined && !isNames(kinds)) return "has kinds that are no list of names, such as ['VirtualService']";
  if (fields !== undefined && !isNames(fields)) return 'has fields that are no list of names';
  if (typeof summary !== 'string' || summary.trim() === '')
    return 'has no summary, one sentence that says what it finds';
  if (url !== undefined && !(typeof url === 'string' && URL.canParse(url)))
    return `has a url that is no address: ${JSON.stringify(url)}`;
  return undefined;
}

function messageProblem(messages: unknown): string | undefined {
  if (!isMembers(messages) || Object.keys(messages).length === 0)
    return "has no messages, such as messages: { missing: 'The label team is missing.' }";
  for (const [id, message] of Object.entries(messages)) {
    const { text, help } = isMembers(message) ? message : { text: message, help: undefined };
    if (typeof text !== 'string' || !(help === undefined || typeof help === 'string'))
      return `has a message "${id}" that is neither a text nor { text, help }`;
  }
  return undefined;
}

function levelProblem({ level, presets, precision, type, fix }: Members): string | undefined {
  const oneOf = (name: string, value: unknown, words: readonly string[]) =>
    value === undefined || words.includes(String(value))
      ? undefined
      : `has ${name} ${JSON.stringify(value)}; it is ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
  if (level !== undefined && presets !== undefined)
    return 'has both level and presets; presets say the level preset by preset';
  if (presets !== undefined && !isMembers(presets)) return 'has presets that are no map of levels by preset';
  for (const [preset, entry] of Object.entries(presets ?? {})) {
    const known = PRESETS.filter((each) => each !== 'all');
    if (!known.some((each) => each === preset))
      return `names a preset "${preset}"${didYouMean(preset, known, `there are ${known.join(', ')}`)}`;
    const wrong = oneOf(`for the preset ${preset} the level`, Array.isArray(entry) ? entry[0] : entry, LEVELS);
    if (wrong) return wrong;
  }
  return (
    oneOf('the level', level, LEVELS) ??
    oneOf('the precision', precision, PRECISIONS) ??
    oneOf('the type', type, ['problem', 'suggestion']) ??
    oneOf('the fix', fix, ['safe', 'unsafe'])
  );
}

function optionProblem({ options }: Members): string | undefined {
  if (options === undefined) return undefined;
  if (!isMembers(options)) return 'has options that are no map of JSON Schemas by name';
  for (const [name, schema] of Object.entries(options))
    if (!isMembers(schema) || !('default' in schema))
      return `has an option "${name}" without a default; an option is a JSON Schema with default and description`;
  return undefined;
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string' && name !== '');
}
