import type { Field } from '../yaml/field.ts';
import { type ConfigFile, quoted } from './config-file.ts';

/** Readers of single values, which note what is of another type. */

export function boolean(file: ConfigFile, field: Field): boolean | undefined {
  if (!field.isSet) return undefined;
  if (typeof field.value === 'boolean') return field.value;
  file.problem(field, `${field.name} is true or false, not ${quoted(field.value)}`);
  return undefined;
}

/** A text; a number is taken as it was written, so that 1.30 is not 1.3. */
export function text(file: ConfigFile, field: Field, what = field.name): string | undefined {
  if (!field.isSet) return undefined;
  const { node, value } = field;
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number' && node && file.hasLines) return field.document.text(node);
  file.problem(field, `${what} is a text, not ${quoted(value)}`);
  return undefined;
}

/** A text or a list of texts, with the place of each. */
export function texts(file: ConfigFile, field: Field): { value: string; field: Field }[] {
  if (!field.isSet) return [];
  const items = field.isList ? field.items() : [field];
  return items.flatMap((item) => {
    const value = text(file, item, field.isList ? `an item of ${field.name}` : field.name);
    return value === undefined ? [] : [{ value, field: item }];
  });
}

/** Whether it is a map; what is anything else is noted. */
export function isMap(file: ConfigFile, field: Field, example: string): boolean {
  if (!field.isSet) return false;
  if (!field.isMap) file.problem(field, `${field.name || 'this'} is a map, such as ${example}`);
  return field.isMap;
}
