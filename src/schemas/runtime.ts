// What compiled validators need at run time.

/** The length of a string in Unicode code points, as Kubernetes counts it. */
export function codePoints(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/** The index of the first item whose keys (`a,b`; none: whose value) an earlier item has too; -1 for none. */
export function repeatedItem(items: unknown[], keyList: string): number {
  const keys = keyList === '' ? [] : keyList.split(',');
  const seen = new Set<string>();
  return items.findIndex((item) => {
    const identity = identityOf(item, keys);
    if (identity === undefined) return false;
    if (seen.has(identity)) return true;
    seen.add(identity);
    return false;
  });
}

/** Undefined for what has none: only scalars tell items apart. */
function identityOf(item: unknown, keys: string[]): string | undefined {
  if (keys.length === 0) return isScalar(item) ? JSON.stringify(item) : undefined;
  if (typeof item !== 'object' || item === null) return undefined;
  const values = keys.map((key) => Object.getOwnPropertyDescriptor(item, key)?.value);
  if (values.every((value) => value === undefined)) return undefined;
  return values.every((value) => value === undefined || isScalar(value)) ? JSON.stringify(values) : undefined;
}

function isScalar(value: unknown): boolean {
  return value !== null && ['string', 'number', 'boolean'].includes(typeof value);
}
