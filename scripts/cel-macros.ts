import type { parse } from '@bufbuild/cel';

export type Expr = NonNullable<ReturnType<typeof parse>['expr']>;
export type Comprehension = Extract<Expr['exprKind'], { case: 'comprehensionExpr' }>['value'];

interface Macro {
  name: 'all' | 'exists' | 'exists_one' | 'filter';
  range: Expr;
  /** The name of the variable that stands for an item. */
  item: string;
  condition: Expr;
}

/** By what the running result begins with and how the next one is made: the macro, and which operand is its condition. */
const MACROS: ReadonlyMap<string, readonly [name: Macro['name'], condition: 0 | 1]> = new Map([
  ['true _&&_', ['all', 1]],
  ['false _||_', ['exists', 1]],
  ['0 _?_:_', ['exists_one', 0]],
  ['listExpr _?_:_', ['filter', 0]],
]);

/** The macro that the parser has unfolded. Throws on those that change items, and on folds of other kinds. */
export function macroOf({ iterRange: range, iterVar: item, iterVar2, accuInit, loopStep }: Comprehension): Macro {
  const step = loopStep?.exprKind.case === 'callExpr' ? loopStep.exprKind.value : undefined;
  const start = accuInit?.exprKind;
  const begin = start?.case === 'constExpr' ? start.value.constantKind.value : start?.case;
  const [name, at] = MACROS.get(`${begin} ${step?.function}`) ?? [];
  const condition = at === undefined ? undefined : step?.args[at];
  const isOther = name === 'filter' && !addsItem(step?.args[1], item);
  if (!name || !condition || !range || iterVar2 || isOther) throw new Error('CEL: this comprehension is not compiled');
  return { name, range, item, condition };
}

/** Is it the running result with the item itself behind it? That of map() ends in something else. */
function addsItem(expr: Expr | undefined, item: string): boolean {
  const added = expr?.exprKind.case === 'callExpr' ? expr.exprKind.value.args[1]?.exprKind : undefined;
  const kind = added?.case === 'listExpr' ? added.value.elements[0]?.exprKind : undefined;
  return kind?.case === 'identExpr' && kind.value.name === item;
}
