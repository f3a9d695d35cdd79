import type { Entry, MapNode, Span, YamlNode, YamlProblem } from '../../../src/yaml/node.ts';
import type { ParsedText } from '../../../src/yaml/parse.ts';

/** The members of a map in their order, with the offsets of their keys: all that is known here of how maps are kept. */
function membersOf(map: MapNode): Entry[] {
  return map.entries;
}

/**
 * The first thing in which what a reader made of a text is not what the other one made of it, as one line for people:
 * `.spec.hosts[0]: start is 41, not 40`. Undefined where all is the same: structure, values, styles, offsets, order,
 * problems and the names of fields.
 */
export function difference(wanted: ParsedText, actual: ParsedText): string | undefined {
  return (
    problems(wanted.problems, actual.problems) ??
    nodes('', wanted.root, actual.root, new Map()) ??
    told('names of fields', [...new Set(wanted.fieldNames)].sort(), [...new Set(actual.fieldNames)].sort())
  );
}

function problems(wanted: YamlProblem[], actual: YamlProblem[]): string | undefined {
  return told('problems', wanted.map(plainly), actual.map(plainly));
}

function plainly({ code, message, start, end, related }: YamlProblem) {
  return { code, message, start, end, related: related && [related.start, related.end] };
}

/** What aliases share is compared once: `compared` holds which pairs of nodes were met. */
type Compared = Map<YamlNode, Set<YamlNode>>;

function nodes(
  path: string,
  wanted: YamlNode | undefined,
  actual: YamlNode | undefined,
  compared: Compared,
): string | undefined {
  if (!wanted || !actual) return told(`${path || 'root'}: type`, wanted?.type, actual?.type);
  const met = compared.get(wanted) ?? new Set();
  if (met.has(actual)) return undefined;
  compared.set(wanted, met.add(actual));
  const where = `${path || 'root'}: `;
  return (
    told(`${where}type`, wanted.type, actual.type) ??
    told(`${where}value`, scalar(wanted, 'value'), scalar(actual, 'value')) ??
    told(`${where}style`, scalar(wanted, 'style'), scalar(actual, 'style')) ??
    spans(where, wanted, actual) ??
    items(path, wanted, actual, compared) ??
    members(path, wanted, actual, compared)
  );
}

function scalar(node: YamlNode, part: 'value' | 'style'): unknown {
  return node.type === 'scalar' ? node[part] : undefined;
}

function spans(where: string, wanted: Span, actual: Span): string | undefined {
  return told(`${where}start`, wanted.start, actual.start) ?? told(`${where}end`, wanted.end, actual.end);
}

function items(path: string, wanted: YamlNode, actual: YamlNode, compared: Compared): string | undefined {
  if (wanted.type !== 'sequence' || actual.type !== 'sequence') return undefined;
  for (let i = 0; i < Math.max(wanted.items.length, actual.items.length); i++) {
    const found = nodes(`${path}[${i}]`, wanted.items[i], actual.items[i], compared);
    if (found) return found;
  }
  return undefined;
}

function members(path: string, wanted: YamlNode, actual: YamlNode, compared: Compared): string | undefined {
  if (wanted.type !== 'map' || actual.type !== 'map') return undefined;
  const [left, right] = [membersOf(wanted), membersOf(actual)];
  const names = told(`${path || 'root'}: keys`, left.map(nameOf), right.map(nameOf));
  if (names) return names;
  for (const [i, member] of left.entries()) {
    const other = right[i];
    if (!other) break;
    const inside = `${path}.${member.name}`;
    const found = spans(`${inside}: key's `, member, other) ?? nodes(inside, member.value, other.value, compared);
    if (found) return found;
  }
  return undefined;
}

function nameOf({ name }: Entry): string {
  return name;
}

function told(what: string, wanted: unknown, actual: unknown): string | undefined {
  if (Object.is(wanted, actual)) return undefined;
  const [left, right] = [shown(wanted), shown(actual)];
  return left === right ? undefined : `${what} is ${right}, not ${left}`;
}

/** As JSON, but with what JSON has no words for: undefined, -0, NaN and infinity. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  return JSON.stringify(value);
}
