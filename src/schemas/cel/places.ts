import type { Field } from '../../yaml/field.ts';

/** Finds the field at fault below the place of a rule; `at` key: its name is at fault, not its value. */
export interface Place {
  (field: Field): Field | undefined;
  at?: 'key';
}

/** The first of these members that is set. */
export function child(...names: string[]): Place {
  return (field) => names.map((name) => field.child(name)).find((member) => member.isSet);
}

/** The first member whose name is at fault. */
export function key(isWrong: (name: string) => boolean): Place {
  return Object.assign((field: Field) => field.entries().find((member) => isWrong(member.name)), {
    at: 'key' as const,
  });
}

/** The first item that is at fault, or what the path below it leads to. */
export function item(isWrong: (item: Field) => boolean, ...path: string[]): Place {
  return (field) => {
    const found = field.items().find(isWrong);
    const deeper = found?.get(...path);
    return deeper?.isSet ? deeper : found;
  };
}

/** The first item that has these members in common with an earlier one. */
export function repeated(...names: string[]): Place {
  return (field) => {
    const seen = new Set<string>();
    return field.items().find((one) => {
      const identity = JSON.stringify(names.map((name) => one.child(name).value ?? null));
      if (seen.has(identity)) return true;
      seen.add(identity);
      return false;
    });
  };
}
