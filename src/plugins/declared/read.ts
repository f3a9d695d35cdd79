import { readFileSync } from 'node:fs';
import { UsageError } from '../../engine/errors.ts';
import { didYouMean } from '../../engine/select.ts';
import type { Level } from '../../report.ts';
import { offsetsOf } from '../../yaml/embedded.ts';
import type { Field } from '../../yaml/field.ts';
import { readSource } from '../../yaml/read.ts';
import { type Expression, ExpressionError, expressionOf } from './expression.ts';
import type { Match } from './match.ts';

/** A rule as a file declares it. */
export interface DeclaredRule {
  id: string;
  match: Match;
  /** True where the resource is as it should be. */
  cel: Expression;
  message: Template;
  help: Template | undefined;
  summary: string;
  level: Level | undefined;
  /** Steps from the top of the resource to where the finding is reported. */
  path: readonly (string | number)[];
  url: string | undefined;
}

/** Text with expressions in `{{ }}`; `texts` stand before, between and after them. */
export interface Template {
  texts: readonly string[];
  expressions: readonly Expression[];
}

export interface DeclaredPlugin {
  name: string | undefined;
  rules: DeclaredRule[];
}

const FILE_KEYS = ['name', 'rules'];
const RULE_KEYS = ['id', 'kinds', 'match', 'cel', 'message', 'help', 'summary', 'level', 'path', 'url'];
const MATCH_KEYS = ['kinds', 'namespaces', 'names', 'labels'];
const LEVELS = ['error', 'warning', 'info'] as const;

/** Reads a file of declared rules. Throws a UsageError with line and column for what is wrong in it; `shown` is its name. */
export function readDeclared(path: string, shown: string): DeclaredPlugin {
  const { documents } = readSource(path, readFileSync(path, 'utf8'));
  const [document, another] = documents;
  if (!document)
    throw new UsageError(`plugin "${shown}" holds no rules; a file of rules is rules: [{ id, kinds, cel, message }]`);
  const refuse: Refuse = (field, message, offset) => {
    const { line, column } = offset === undefined ? field.range : document.locate({ start: offset, end: offset });
    throw new UsageError(`${shown}:${line}:${column}: ${message}`);
  };
  for (const problem of document.problems) refuse(document.root, problem.message, problem.start);
  if (another) refuse(another.root, 'a file of rules is one document');
  const { root } = document;
  checkKeys(root, FILE_KEYS, 'a file of rules', refuse);
  const rules = root.child('rules');
  if (rules.items().length === 0) refuse(rules, 'rules is a list of { id, kinds, cel, message }');
  const read = rules.items().map((rule) => ruleOf(rule, refuse));
  const ids = new Set<string>();
  read.forEach(({ id }, index) => {
    if (ids.has(id)) refuse(rules.at(index).child('id'), `another rule in this file is called ${id}`);
    ids.add(id);
  });
  return { name: textOf(root.child('name'), refuse), rules: read };
}

type Refuse = (field: Field, message: string, offset?: number) => never;

function ruleOf(rule: Field, refuse: Refuse): DeclaredRule {
  checkKeys(rule, RULE_KEYS, 'a rule', refuse);
  const required = (name: string): Field => {
    const field = rule.child(name);
    return field.isSet ? field : refuse(rule, `the rule has no ${name}`);
  };
  const id = textOf(required('id'), refuse) ?? '';
  if (!/^[\w.-]+$/.test(id)) refuse(rule.child('id'), 'the id of a rule is of letters, digits, - _ and .');
  const url = textOf(rule.child('url'), refuse);
  if (url !== undefined && !URL.canParse(url)) refuse(rule.child('url'), `"${url}" is no address`);
  const message = templateOf(required('message'), refuse);
  const help = rule.child('help');
  return {
    id,
    match: matchOf(rule, refuse),
    cel: celOf(required('cel'), refuse),
    message,
    help: help.isSet ? templateOf(help, refuse) : undefined,
    summary:
      textOf(rule.child('summary'), refuse) ??
      message.texts
        .join('…')
        .replace(/\s+/g, ' ')
        .replace(/\.\s*$/, ''),
    level: levelOf(rule.child('level'), refuse),
    path: pathOf(rule.child('path'), refuse),
    url,
  };
}

function matchOf(rule: Field, refuse: Refuse): Match {
  const match = rule.child('match');
  if (match.isSet) checkKeys(match, MATCH_KEYS, 'match', refuse);
  const [outer, inner] = [rule.child('kinds'), match.child('kinds')];
  if (outer.isSet && inner.isSet) refuse(outer, 'the rule says its kinds twice, here and in match');
  const kinds = inner.isSet ? inner : outer;
  if (!kinds.isSet) refuse(rule, "the rule says no kinds, such as kinds: [VirtualService]; '*' is every resource");
  const labels = match.child('labels');
  if (labels.isSet && !labels.isMap) refuse(labels, 'labels is a map of values by name');
  return {
    kinds: namesOf(kinds, refuse),
    namespaces: namesOf(match.child('namespaces'), refuse),
    names: namesOf(match.child('names'), refuse),
    labels: new Map(labels.entries().map((label) => [label.name, textOf(label, refuse) ?? ''])),
  };
}

/** A list of names, or one. */
function namesOf(field: Field, refuse: Refuse): string[] {
  if (!field.isSet) return [];
  const items = field.isList ? field.items() : [field];
  if (items.length === 0) refuse(field, `${field.name} is an empty list, so the rule would never be asked`);
  return items.map((item) => textOf(item, refuse) ?? refuse(item, 'a name is a text'));
}

function celOf(field: Field, refuse: Refuse): Expression {
  const text = textOf(field, refuse) ?? '';
  return compiled(text, field, 0, refuse);
}

function compiled(text: string, field: Field, from: number, refuse: Refuse): Expression {
  try {
    return expressionOf(text);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const whole = String(field.value);
    return refuse(field, `in the expression: ${error.message}`, offsetsOf(field, whole)(from + error.offset));
  }
}

function templateOf(field: Field, refuse: Refuse): Template {
  const text = textOf(field, refuse) ?? '';
  const texts: string[] = [];
  const expressions: Expression[] = [];
  let end = 0;
  for (const match of text.matchAll(/\{\{(.*?)\}\}/gs)) {
    texts.push(text.slice(end, match.index));
    expressions.push(compiled(match[1] ?? '', field, match.index + 2, refuse));
    end = match.index + match[0].length;
  }
  return { texts: [...texts, text.slice(end)], expressions };
}

function levelOf(field: Field, refuse: Refuse): Level | undefined {
  const text = textOf(field, refuse);
  if (text === undefined) return undefined;
  const level = LEVELS.find((each) => each === text || (each === 'warning' && text === 'warn'));
  return level ?? refuse(field, `the level is error, warning or info, not "${text}"`);
}

/** `spec.http[0].route`, or a JSON Pointer. */
function pathOf(field: Field, refuse: Refuse): (string | number)[] {
  const text = textOf(field, refuse) ?? '';
  if (text === '') return [];
  if (text.startsWith('/'))
    return text
      .slice(1)
      .split('/')
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
      .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const steps = [...text.matchAll(/(?:^|\.)([\w-]+)|\[(\d+)\]|\["([^"]+)"\]/gy)];
  if (steps.map(([step]) => step).join('') !== text)
    refuse(
      field,
      `"${text}" is no path; write spec.http[0].route, metadata.labels["app.kubernetes.io/name"] or a JSON Pointer`,
    );
  return steps.map(([, name, index, quoted]) => (index === undefined ? (name ?? quoted ?? '') : Number(index)));
}

function textOf(field: Field, refuse: Refuse): string | undefined {
  if (!field.isSet) return undefined;
  const { value } = field;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value : refuse(field, `${field.name} is a text`);
}

function checkKeys(field: Field, known: readonly string[], what: string, refuse: Refuse): void {
  if (!field.isMap) refuse(field, `${what} is a map with ${known.join(', ')}`);
  for (const member of field.entries())
    if (!known.includes(member.name)) {
      const { start } = member.nameSpan;
      refuse(
        member,
        `${what} has no key "${member.name}"${didYouMean(member.name, known, `its keys: ${known.join(', ')}`)}`,
        start,
      );
    }
}
