// Compiles the CEL rules of CRDs to JavaScript. The parser is @bufbuild/cel's, macros expanded; what a rule computes is
// written in calls of src/schemas/cel/runtime.ts, which keep CEL's errors apart from its values.
import { createHash } from 'node:crypto';
import { parse } from '@bufbuild/cel';

type Expr = NonNullable<ReturnType<typeof parse>['expr']>;

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
  '!_': 'not',
  '@not_strictly_false': 'notStrictlyFalse',
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

/** An arrow function of `self` that answers what the rule does, or throws a CelError. Throws on CEL that is not known. */
export function compileCel(rule: string): string {
  const { expr } = parse(rule);
  if (!expr) throw new Error(`empty CEL rule: ${rule}`);
  return `(self) => ${emit(expr, new Map([['self', 'self']]))}`;
}

function emit(expr: Expr, scope: ReadonlyMap<string, string>): string {
  const { exprKind } = expr;
  const inner = (child: Expr | undefined) => {
    if (!child) throw new Error('CEL: an operand is missing');
    return emit(child, scope);
  };
  switch (exprKind.case) {
    case 'constExpr':
      return constant(exprKind.value);
    case 'identExpr':
      return variable(exprKind.value.name, scope);
    case 'selectExpr': {
      const { operand, field, testOnly } = exprKind.value;
      return `run.${testOnly ? 'has' : 'select'}(${inner(operand)}, ${JSON.stringify(unescaped(field))})`;
    }
    case 'listExpr':
      return `[${exprKind.value.elements.map(inner).join(', ')}]`;
    case 'structExpr':
      if (exprKind.value.entries.length > 0) throw new Error('CEL: maps with members are not compiled');
      return '{}';
    case 'callExpr':
      return call(exprKind.value.function, exprKind.value.target, exprKind.value.args, inner);
    case 'comprehensionExpr':
      return comprehension(exprKind.value, scope);
    default:
      throw new Error(`CEL: ${exprKind.case} is not compiled`);
  }
}

function constant({ constantKind }: { constantKind: { case?: string | undefined; value?: unknown } }): string {
  const { value } = constantKind;
  if (constantKind.case === 'nullValue') return 'null';
  if (typeof value === 'bigint') return String(value);
  if (['string', 'number', 'boolean'].includes(typeof value)) return JSON.stringify(value);
  throw new Error(`CEL: constants of kind ${constantKind.case} are not compiled`);
}

function variable(name: string, scope: ReadonlyMap<string, string>): string {
  const known = scope.get(name);
  if (known === undefined) throw new Error(`CEL: ${name} is not known`);
  return known;
}

function call(name: string, target: Expr | undefined, args: Expr[], inner: (expr: Expr | undefined) => string): string {
  if (name === '_&&_' || name === '_||_')
    return `run.${name === '_&&_' ? 'and' : 'or'}(${args.map((arg) => `() => ${inner(arg)}`).join(', ')})`;
  if (name === '_?_:_') return `(run.isTrue(${inner(args[0])}) ? ${inner(args[1])} : ${inner(args[2])})`;
  if (name === 'matches') return `run.matches(${inner(target)}, ${regularExpression(args[0])})`;
  if (name === 'validate') return `run.formatErrors(${inner(args[0])}, ${JSON.stringify(formatName(target))})`;
  if (name === 'duration' && args[0]?.exprKind.case === 'constExpr') return `run.fixedDuration(${inner(args[0])})`;
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (known === undefined) throw new Error(`CEL: ${name}() is not compiled`);
  const operands = [...(target ? [target] : []), ...args].map(inner);
  return `run.${known}(${name === '@not_strictly_false' ? '() => ' : ''}${operands.join(', ')})`;
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

type Comprehension = Extract<Expr['exprKind'], { case: 'comprehensionExpr' }>['value'];

/** all(), exists(), exists_one() and filter(), as the parser unfolds them. */
function comprehension(fold: Comprehension, scope: ReadonlyMap<string, string>): string {
  const { iterRange, accuInit, loopCondition, loopStep, result } = fold;
  if (!iterRange || !accuInit || !loopCondition || !loopStep || !result || fold.iterVar2)
    throw new Error('CEL: this comprehension is not compiled');
  const [item, sum] = [`i${scope.size}`, `a${scope.size}`];
  const inside = new Map([...scope, [fold.iterVar, item], [fold.accuVar, `run.value(${sum})`]]);
  const steps = [
    `(${sum}) => ${emit(loopCondition, inside)}`,
    `(${sum}, ${item}) => ${emit(loopStep, inside)}`,
    `(${sum}) => ${emit(result, inside)}`,
  ];
  return `run.fold(${emit(iterRange, scope)}, ${emit(accuInit, scope)}, ${steps.join(', ')})`;
}

function unescaped(field: string): string {
  return ESCAPES.reduce((name, [pattern, text]) => name.replace(pattern, text), field);
}
