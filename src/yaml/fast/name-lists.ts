/** Then all are forgotten: a tree may have any number of them. */
const MOST_LISTS = 1 << 12;

const LISTS = new Map<number, (readonly string[])[]>();
let count = 0;

/** A copy of the names, shared by the documents that hold the same: what is known of one is known of all. */
export function sharedList(names: readonly string[]): readonly string[] {
  let hash = names.length;
  // How long the names are tells lists apart well enough.
  for (let i = 0; i < names.length; i++) hash = ((hash << 5) - hash + (names[i]?.length ?? 0)) | 0;
  let alike = LISTS.get(hash);
  for (let i = 0; alike && i < alike.length; i++) {
    const known = alike[i];
    if (known && isSame(known, names)) return known;
  }
  if (++count > MOST_LISTS) {
    LISTS.clear();
    count = 1;
    alike = undefined;
  }
  const list = names.slice();
  if (alike) alike.push(list);
  else LISTS.set(hash, [list]);
  return list;
}

function isSame(names: readonly string[], others: readonly string[]): boolean {
  if (names.length !== others.length) return false;
  for (let i = 0; i < names.length; i++) if (names[i] !== others[i]) return false;
  return true;
}
