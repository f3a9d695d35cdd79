const NAME = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const PREFIX = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)*$/;
const CHARACTERS = "letters, digits, '-', '_' and '.', with a letter or digit at both ends";

/** What is wrong with a label's key (`name` or `prefix/name`), as a clause whose subject is the key. */
export function labelKeyProblem(key: string): string | undefined {
  if (key === '') return 'is empty';
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = slash < 0 ? key : key.slice(slash + 1);
  if (prefix !== undefined && !PREFIX.test(prefix)) return 'has a prefix before "/" that is no domain name';
  if (prefix !== undefined && prefix.length > 253) return 'has a prefix of more than 253 characters';
  if (!NAME.test(name)) return `is no label key (${CHARACTERS})`;
  return name.length > 63 ? 'has a name of more than 63 characters' : undefined;
}

/** What is wrong with a label's value, as a clause whose subject is the value. An empty value is a good one. */
export function labelValueProblem(value: string): string | undefined {
  return value === '' || NAME.test(value) ? undefined : `is no label value (${CHARACTERS})`;
}
