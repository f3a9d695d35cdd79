import type { Field } from '../../src/yaml/field.ts';
import { readSource } from '../../src/yaml/read.ts';

/** How often each value stands at each place of a text, the places of lists taken together. */
export function leavesIn(text: string): Map<string, number> {
  return leavesOutside(text, [-1, -1]);
}

/** The same of what an edit of the text leaves alone: neither the value nor a key on the way to it lies in the range. */
export function leavesOutside(text: string, range: readonly [number, number]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const document of readSource('/leaves.yaml', text).documents) visit(document.root, '');
  return counts;

  function visit(field: Field, path: string): void {
    const { keySpan, node } = field;
    if (keySpan && touches(keySpan.start, keySpan.end)) return;
    const children: [Field, string][] = field.items().map((item) => [item, `${path}/*`]);
    for (const entry of field.entries()) children.push([entry, `${path}/${entry.name}`]);
    for (const [child, name] of children) visit(child, name);
    if (children.length > 0 || !node || touches(node.start, node.end)) return;
    const leaf = `${path} = ${JSON.stringify(field.value)}`;
    counts.set(leaf, (counts.get(leaf) ?? 0) + 1);
  }

  function touches(start: number, end: number): boolean {
    return start < range[1] && end > range[0];
  }
}
