import type { Field } from '../yaml/field.ts';

/**
 * Does a Kubernetes LabelSelector (matchLabels and matchExpressions) match labels? An absent one matches everything, one
 * that Kubernetes would refuse matches nothing. Undefined where a placeholder leaves it open.
 */
export function labelSelectorMatches(selector: Field, labels: Readonly<Record<string, string>>): boolean | undefined {
  if (selector.hasUnknown) return undefined;
  const has = (key: string) => Object.hasOwn(labels, key);
  const pairs = selector.child('matchLabels').entries();
  if (!pairs.every(({ name, value }) => has(name) && labels[name] === value)) return false;
  return selector
    .child('matchExpressions')
    .items()
    .every((expression) => {
      const key = expression.textOf('key') ?? '';
      const values = expression
        .child('values')
        .items()
        .map(({ value }) => value);
      const among = has(key) && values.includes(labels[key]);
      switch (expression.textOf('operator')) {
        case 'In':
          return among;
        case 'NotIn':
          return values.length > 0 && !among;
        case 'Exists':
          return values.length === 0 && has(key);
        case 'DoesNotExist':
          return values.length === 0 && !has(key);
        default:
          return false;
      }
    });
}

/** The values that a LabelSelector asks for of a label. */
export function valuesOfLabel(selector: Field, label: string): string[] {
  const expressions = selector.child('matchExpressions').items();
  const named = expressions.filter((expression) => expression.textOf('key') === label);
  const fields = [selector.get('matchLabels', label), ...named.flatMap((each) => [...each.child('values').items()])];
  return fields.flatMap(({ string }) => string ?? []);
}
