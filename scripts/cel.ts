// Compiles the CEL rules of CRDs to JavaScript. The parser is @bufbuild/cel's, macros expanded; what a rule computes is
// written in JavaScript's operators and calls of src/schemas/cel/runtime.ts, where undefined is CEL's error.
import { createHash } from 'node:crypto';
import { parse } from '@bufbuild/cel';
import { type Comprehension, type Expr, macroOf } from './cel-macros.ts';

/** CEL's functions and operators, and what each is called in the runtime. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  '_==_': 'equal',
  '_!=_': 'unequal',
  '_<_': 'less',
  '_<=_': 'atMost',
  '_>_': 'greater',
  '_>=_': 'atLeast',
  '_+_': 'add',
  '_[_]': 'index',
  '@in': 'isIn',
  size: 'size',
  contains: 'contains',
  startsWith: 'startsWith',
  endsWith: 'endsWith',
  substring: 'substring',
  split: 'split',
  int: 'toInt',
  duration: 'toDuration',
  url: 'toUrl',
  isURL: 'isUrl',
  isIP: 'isIpText',
  getScheme: 'schemeOf',
};

/** Kubernetes' names of fields that are words of CEL or hold marks. */
const ESCAPES: readonly (readonly [RegExp, string])[] = [
  [/__dot__/g, '.'],
  [/__dash__/g, '-'],
  [/__slash__/g, '/'],
  [/^__([a-z]+)__$/, '$1'],
  [/__underscores__/g, '__'],
];

/** A rule's id: the same for the same text in whatever schema it stands. */
export function celId(rule: string): string {
  return createHash('sha256').update(rule).digest('hex').slice(0, 8);
}

/** Does a rule compare with the object's former state, which a file does not have? */
function isTransition(rule: string): boolean {
  return /\boldSelf\b/.test(rule);
}

/**
 * Rules that can fail only where the schema beside them fails too, which says it better: keys of a list-map that recur,
 * enums, hostnames that have a pattern.
 */
const REPEATING = new Set(['b3c66e24', '41930737', '1267f055', '20123a06', 'b31a373d']);

/** Is it a rule that a file can break, and that its schema does not say already? */
export function isCompiled(rule: string): boolean {
  return !isTransition(rule) && !REPEATING.has(celId(rule));
}

/** An arrow function of `self`: does it meet the rule? One that ends in an error is not met. Throws on CEL that is not known. */
export function compileCel(rule: string): string {
  const { expr } = parse(rule);
  if (!expr) throw new Error(`empty CEL rule: ${rule}`);
  return `(self) => ${is(true, expr, new Map([['self', 'self']]))}`;
}

type Scope = ReadonlyMap<string, string>;

/**
 * A condition: is it what CEL answers? Neither true nor false is answered where there is an error. `&&` and `||` take errors
 * up as CEL has it when each operand is asked for what decides.
 */
function is(wanted: boolean, expr: Expr, scope: Scope): string {
  const { exprKind } = expr;
  if (exprKind.case === 'constExpr') return String(exprKind.value.constantKind.value === wanted);
  if (exprKind.case === 'selectExpr' && exprKind.value.testOnly) {
    const [operand, field] = [orNull(exprKind.value.operand, scope), unescaped(exprKind.value.field)];
    return wanted ? `${member(operand, field)} != null` : `run.lacks(${operand}, ${JSON.stringify(field)})`;
  }
  if (exprKind.case === 'comprehensionExpr') {
    const { name, range, item, condition } = macroOf(exprKind.value);
    const inside = new Map([...scope, [item, `i${scope.size}`]]);
    if (name === 'all' || name === 'exists')
      return `run.${wanted === (name === 'all') ? 'every' : 'some'}(${orNull(range, scope)}, (i${scope.size}) => ${is(wanted, condition, inside)})`;
  }
  const { function: name, args } = exprKind.case === 'callExpr' ? exprKind.value : { function: '', args: [] };
  const [first, second, third] = args;
  if (first && name === '!_') return is(!wanted, first, scope);
  if (first && second && (name === '_&&_' || name === '_||_')) {
    const operator = wanted === (name === '_&&_') ? '&&' : '||';
    return `(${is(wanted, first, scope)} ${operator} ${is(wanted, second, scope)})`;
  }
  if (first && second && third && name === '_?_:_') {
    const last = is(wanted, third, scope);
    const otherwise = is(false, first, scope) + (last === 'true' ? '' : ` && ${last}`);
    return `(${is(true, first, scope)} ? ${is(wanted, second, scope)} : ${last === 'false' ? last : otherwise})`;
  }
  if (first && second && Object.hasOwn(ORDERS, name)) {
    const [one, other, operator] = [sum(first, scope), sum(second, scope), ORDERS[name]?.[wanted ? 0 : 1]];
    if (one && other) return `${one} ${operator} ${other}`;
  }
  if (first && second && isConstant(second) && (name === '_==_' || name === '_!=_')) {
    const [one, other] = [orNull(first, scope), value(second, scope)];
    return wanted === (name === '_==_') ? `${one} === ${other}` : `(${one} ?? ${other}) !== ${other}`;
  }
  return `${value(expr, scope)} === ${wanted}`;
}

/** JavaScript's operators, where one is asked for, and where its opposite is. */
const ORDERS: Readonly<Record<string, readonly [string, string]>> = {
  '_<_': ['<', '>='],
  '_<=_': ['<=', '>'],
  '_>_': ['>', '<='],
  '_>=_': ['>=', '<'],
};

/** What is sure to be a number, or an error, which comes out as something that no number compares to. */
function sum(expr: Expr, scope: Scope): string | undefined {
  const { exprKind } = expr;
  if (exprKind.case === 'constExpr' && typeof exprKind.value.constantKind.value === 'bigint') return value(expr, scope);
  if (exprKind.case !== 'callExpr') return undefined;
  const { function: name, args } = exprKind.value;
  if (name === 'size' || name === 'int') return value(expr, scope);
  const [one, other] = args.slice(-2).map((arg) => sum(arg, scope));
  if (!one || !other) return undefined;
  if (name === '_+_') return `(${one} + ${other})`;
  const condition = name === '_?_:_' ? args[0] : undefined;
  return (
    condition && `(${is(true, condition, scope)} ? ${one} : ${is(false, condition, scope)} ? ${other} : undefined)`
  );
}

function isConstant({ exprKind }: Expr): boolean {
  return exprKind.case === 'constExpr';
}

/** What CEL answers; undefined or null for an error: where a null that is meant makes no difference. */
function orNull(expr: Expr | undefined, scope: Scope): string {
  const select = expr?.exprKind.case === 'selectExpr' ? expr.exprKind.value : undefined;
  if (!select || select.testOnly) return value(expr, scope);
  return member(orNull(select.operand, scope), unescaped(select.field));
}

/** What CEL answers; undefined for an error. */
function value(expr: Expr | undefined, scope: Scope): string {
  if (!expr) throw new Error('CEL: an operand is missing');
  const { exprKind } = expr;
  switch (exprKind.case) {
    case 'constExpr':
      return constant(exprKind.value);
    case 'identExpr':
      return variable(exprKind.value.name, scope);
    case 'selectExpr':
      if (exprKind.value.testOnly) return eitherOf(expr, scope);
      return `(${orNull(expr, scope)} ?? undefined)`;
    case 'listExpr':
      return list(exprKind.value.elements, scope);
    case 'structExpr':
      if (exprKind.value.entries.length > 0) throw new Error('CEL: maps with members are not compiled');
      return '{}';
    case 'callExpr':
      return call(expr, exprKind.value, scope);
    case 'comprehensionExpr':
      return comprehension(expr, exprKind.value, scope);
    default:
      throw new Error(`CEL: ${exprKind.case} is not compiled`);
  }
}

function list(elements: Expr[], scope: Scope): string {
  const items = elements.map((element) => value(element, scope)).join(', ');
  return elements.every(isConstant) ? `[${items}]` : `run.list(${items})`;
}

/** The value of a condition. */
function eitherOf(expr: Expr, scope: Scope): string {
  return `(${is(true, expr, scope)} ? true : ${is(false, expr, scope)} ? false : undefined)`;
}

/** A member of a map; nothing for other values, which may have properties that are no members. */
function member(operand: string, field: string): string {
  const isProperty = [{}, [], '', 0, true].some((any) => field in Object(any));
  if (isProperty || !/^[A-Za-z_]\w*$/.test(field)) return `run.member(${operand}, ${JSON.stringify(field)})`;
  return `${operand}?.${field}`;
}

function constant({ constantKind }: { constantKind: { case?: string | undefined; value?: unknown } }): string {
  const { value } = constantKind;
  if (constantKind.case === 'nullValue') return 'null';
  if (typeof value === 'bigint') return String(value);
  if (['string', 'number', 'boolean'].includes(typeof value)) return JSON.stringify(value);
  throw new Error(`CEL: constants of kind ${constantKind.case} are not compiled`);
}

function variable(name: string, scope: Scope): string {
  const known = scope.get(name);
  if (known === undefined) throw new Error(`CEL: ${name} is not known`);
  return known;
}

/** What takes a null for a value, which as a member is none. */
const COMPARING: ReadonlySet<string> = new Set(['_==_', '_!=_', '@in']);

type Call = Extract<Expr['exprKind'], { case: 'callExpr' }>['value'];

function call(expr: Expr, { function: name, target, args }: Call, scope: Scope): string {
  const inner = (operand: Expr | undefined) => value(operand, scope);
  if (name === '_&&_' || name === '_||_' || name === '!_') return eitherOf(expr, scope);
  if (name === '_?_:_' && args[0])
    return `(${is(true, args[0], scope)} ? ${inner(args[1])} : ${is(false, args[0], scope)} ? ${inner(args[2])} : undefined)`;
  if (name === 'matches') return `run.matches(${orNull(target, scope)}, ${regularExpression(args[0])})`;
  if (name === 'validate') return `run.formatErrors(${inner(args[0])}, ${JSON.stringify(formatName(target))})`;
  if (name === 'duration' && args[0]?.exprKind.case === 'constExpr') return `run.fixedDuration(${inner(args[0])})`;
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (known === undefined) throw new Error(`CEL: ${name}() is not compiled`);
  const operands = [...(target ? [target] : []), ...args];
  const operand = COMPARING.has(name) ? value : orNull;
  return `run.${known}(${operands.map((each) => operand(each, scope)).join(', ')})`;
}

/** RE2's flags stand in the pattern, JavaScript's behind it. */
function regularExpression(expr: Expr | undefined): string {
  const pattern = expr?.exprKind.case === 'constExpr' ? expr.exprKind.value.constantKind.value : undefined;
  if (typeof pattern !== 'string') throw new Error('CEL: matches() needs a pattern that is written out');
  const anyCase = /^\^?\(\?i\)/.test(pattern);
  return String(new RegExp(anyCase ? pattern.replace('(?i)', '') : pattern, anyCase ? 'iu' : ''));
}

/** `format.dns1123Label()` */
function formatName(expr: Expr | undefined): string {
  const kind = expr?.exprKind;
  const known = kind?.case === 'callExpr' && kind.value.function === 'dns1123Label' ? 'dns1123Label' : undefined;
  if (known === undefined) throw new Error('CEL: only format.dns1123Label() is compiled');
  return known;
}

function comprehension(expr: Expr, fold: Comprehension, scope: Scope): string {
  const { name, range, item, condition } = macroOf(fold);
  if (name === 'all' || name === 'exists') return eitherOf(expr, scope);
  const inside = new Map([...scope, [item, `i${scope.size}`]]);
  const picked = `run.filter(${orNull(range, scope)}, (i${scope.size}) => ${value(condition, inside)})`;
  return name === 'filter' ? picked : `run.equal(run.size(${picked}), 1)`;
}

function unescaped(field: string): string {
  return ESCAPES.reduce((name, [pattern, text]) => name.replace(pattern, text), field);
}
