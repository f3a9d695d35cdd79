import { YamlDocument } from './document.ts';
import type { Field } from './field.ts';
import { LineIndex } from './lines.ts';
import { parseText } from './parse-text.ts';
import { hasPlaceholder } from './placeholder.ts';

/**
 * Reads configuration that stands as text in a string (`data.mesh: |`, `helm.values: |`, an annotation). Its fields
 * answer with places of the file. Undefined for what is no text.
 */
export function readEmbedded(host: Field): YamlDocument | undefined {
  const node = host.node;
  if (node?.type !== 'scalar' || typeof node.value !== 'string') return undefined;
  const text = node.value;
  const { root, problems } = parseText(text, { start: 0, end: text.length }, host.document.file.reader);
  const unreadable = problems.length > 0 && hasPlaceholder(text);
  let local: ((offset: number) => number) | undefined;
  return new YamlDocument({
    file: host.document.file,
    index: host.document.index,
    span: { start: 0, end: text.length },
    root: unreadable ? undefined : root,
    problems: unreadable ? [] : problems,
    host,
    toFile: (offset) => {
      local ??= offsetsOf(host, text);
      const start = local(offset);
      return host.document.toFile({ start, end: start }).start;
    },
  });
}

/** Offsets of the string's value as offsets of the host document; the start of the string where the two don't run in step. */
export function offsetsOf(host: Field, value: string): (offset: number) => number {
  const node = host.node;
  if (node?.type !== 'scalar') return () => host.span.start;
  const source = host.document.text(node);
  if (node.style !== 'block') {
    const lead = node.style === 'quoted' ? 1 : 0;
    const inStep = source.slice(lead, source.length - lead) === value;
    return inStep ? (offset) => node.start + lead + offset : () => node.start;
  }
  const header = source.indexOf('\n') + 1;
  if (!source.startsWith('|')) return () => node.start;
  const body = source.slice(header);
  const indent = blockIndent(source, body);
  const lines = new LineIndex(value);
  const sourceLines = new LineIndex(body);
  return (offset) => {
    const { line, column } = lines.position(offset);
    return node.start + header + (sourceLines.starts[line - 1] ?? 0) + indent + column - 1;
  };
}

function blockIndent(source: string, body: string): number {
  const first = body.split('\n').find((line) => line.trim() !== '') ?? '';
  const spaces = first.length - first.trimStart().length;
  const explicit = /^\|[-+]?([1-9])/.exec(source)?.[1];
  if (explicit === undefined) return spaces;
  const least = Math.min(
    ...body
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => line.length - line.trimStart().length),
  );
  return Math.min(spaces, least);
}
