import { type Edit, replaceSpan } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';
import type { Span } from '../../yaml/node.ts';

/** `percent: 10` as `percentage: {value: 10}`. Undefined for what is no scalar, and where the new name is taken. */
export function wrapScalar(field: Field, name: string, member: string): Edit | undefined {
  const { keySpan: key, node, document } = field;
  if (!key || node?.type !== 'scalar' || node.style === 'block' || isTaken(field, name)) return undefined;
  const quote = quoting(field, key);
  const text = `${quote(name)}: {${quote(member)}: ${document.text(node)}}`;
  return replaceSpan(field, { start: key.start, end: node.end }, text);
}

/** `origins: [a]` as `patterns: [{exact: a}]`, item by item and with the comments between them. */
export function wrapItems(field: Field, name: string, member: string): Edit | undefined {
  const { keySpan: key, document } = field;
  const items = field.items();
  const nodes = items.flatMap(({ node }) => (node?.type === 'scalar' && node.style !== 'block' ? [node] : []));
  const last = nodes.at(-1);
  if (!key || !last || nodes.length < items.length || isTaken(field, name)) return undefined;
  const quote = quoting(field, key);
  const flow = isFlow(field);
  let text = quote(name);
  let from = key.end;
  for (const [index, node] of nodes.entries()) {
    const item = items[index];
    if (node.start < from || !item || !replaceSpan(item, node, '')) return undefined;
    const pair = `${quote(member)}: ${document.text(node)}`;
    text += document.text({ start: from, end: node.start }) + (flow ? `{${pair}}` : pair);
    from = node.end;
  }
  return replaceSpan(field, { start: key.start, end: from }, text);
}

/** `target: {kind: A}` as `targets: [{kind: A}]`; in block style the map is moved in by two spaces. */
export function wrapInList(field: Field, name: string): Edit | undefined {
  const { keySpan: key, node, document } = field;
  const members = field.entries();
  const [first, last] = [members[0]?.keySpan, members.at(-1)?.node];
  if (!key || node?.type !== 'map' || !first || !last || isTaken(field, name)) return undefined;
  if (members.some((member) => !member.keySpan || !member.node || !replaceSpan(member, member.node, '')))
    return undefined;
  const written = quoting(field, key)(name);
  if (isFlow(field)) {
    const text = `${written}${document.text({ start: key.end, end: node.start })}[${document.text(node)}]`;
    return replaceSpan(field, { start: key.start, end: node.end }, text);
  }
  if (members.some((member) => member.node?.type !== 'scalar' || member.node.style === 'block')) return undefined;
  const body = document.text({ start: first.start, end: last.end }).replace(/\n(?=[^\r\n])/g, '\n  ');
  const text = `${written}${document.text({ start: key.end, end: first.start })}- ${body}`;
  return replaceSpan(field, { start: key.start, end: last.end }, text);
}

function isTaken(field: Field, name: string): boolean {
  return field.parent?.child(name).exists ?? true;
}

/** Names are quoted where the old one is. */
function quoting(field: Field, key: Span): (name: string) => string {
  return field.document.text(key).startsWith('"') ? (name) => JSON.stringify(name) : (name) => name;
}

function isFlow({ node, document }: Field): boolean {
  return node !== undefined && /[[{]/.test(document.text({ start: node.start, end: node.start + 1 }));
}
