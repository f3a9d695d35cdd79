import type { parse } from '@bufbuild/cel';
import { suggest } from '../../text/suggest.ts';

type Parsed = ReturnType<typeof parse>;
type Expr = NonNullable<Parsed['expr']>;

const TYPES = ['int', 'uint', 'double', 'bool', 'string', 'bytes', 'list', 'map', 'null_type', 'type'];

export interface UnknownName {
  message: string;
  /** In the text of the expression. */
  offset: number;
}

/**
 * The first name in an expression that is neither a variable nor a function, which the library itself would only tell for
 * each object that the expression is asked about.
 */
export function unknownName(
  { expr, sourceInfo }: Parsed,
  variables: readonly string[],
  isFunction: (name: string) => boolean,
): UnknownName | undefined {
  const at = (id: bigint) => sourceInfo?.positions[String(id)] ?? 0;
  const known = [...variables, ...TYPES];
  const visit = (node: Expr | undefined, scope: readonly string[]): UnknownName | undefined => {
    if (node === undefined) return undefined;
    const { case: kind, value } = node.exprKind;
    switch (kind) {
      case 'identExpr':
        return scope.includes(value.name)
          ? undefined
          : unknown(value.name, scope.slice(0, variables.length), at(node.id));
      case 'selectExpr':
        return visit(value.operand, scope);
      case 'callExpr':
        // Operators are functions with names of other characters.
        if (/^[A-Za-z]\w*$/.test(value.function) && !isFunction(value.function))
          return { message: `there is no function ${value.function}()`, offset: at(node.id) };
        return first([value.target, ...value.args], (each) => visit(each, scope));
      case 'listExpr':
        return first(value.elements, (each) => visit(each, scope));
      case 'structExpr':
        return first(
          value.entries,
          ({ keyKind, value: inner }) =>
            visit(keyKind.case === 'mapKey' ? keyKind.value : undefined, scope) ?? visit(inner, scope),
        );
      case 'comprehensionExpr': {
        const inner = [...scope, value.iterVar, value.accuVar];
        return (
          visit(value.iterRange, scope) ??
          visit(value.accuInit, scope) ??
          first([value.loopCondition, value.loopStep, value.result], (each) => visit(each, inner))
        );
      }
      default:
        return undefined;
    }
  };
  return visit(expr, known);
}

function unknown(name: string, variables: readonly string[], offset: number): UnknownName {
  const near = suggest(name, variables);
  const hint = near === undefined ? `the resource is "object", so object.${name}` : `did you mean "${near}"?`;
  return { message: `there is no variable "${name}"; ${hint}`, offset };
}

function first<Item>(items: readonly Item[], find: (item: Item) => UnknownName | undefined): UnknownName | undefined {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}
