import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLError,
} from 'yaml';
import {
  type Entry,
  type MapNode,
  mapNode,
  type ProblemCode,
  type ScalarNode,
  type ScalarStyle,
  type ScalarValue,
  type SequenceNode,
  type Span,
  scalarNode,
  sequenceNode,
  type YamlNode,
  type YamlProblem,
} from './node.ts';
import { joinQuotedLines } from './relax.ts';
import { resolvePlain } from './scalar.ts';
import { syntaxMessage } from './syntax-messages.ts';

/** Larger documents than any API server takes; fewer nodes than would fill the memory. */
const MOST_NODES = 2_000_000;

export interface ParsedText {
  root: YamlNode | undefined;
  problems: YamlProblem[];
  /** The names of all members, at any depth. */
  fieldNames: readonly string[];
}

const OPTIONS = { schema: 'failsafe', uniqueKeys: false, prettyErrors: false, logLevel: 'error' } as const;

/** Reads one document with the `yaml` package; `base` is added to every offset. */
export function parseWithYaml(text: string, base: number): ParsedText {
  const document = parseDocument(text, OPTIONS);
  const error = document.errors.find((candidate) => !isHarmless(candidate, text));
  if (!error) return build(document, text, base, []);
  const relaxed = error.code === 'MISSING_CHAR' ? joinQuotedLines(text) : undefined;
  const second = relaxed && parseDocument(relaxed.text, OPTIONS);
  if (second && second.errors.length === 0) return build(second, text, base, relaxed.joined);
  const problem = syntax(syntaxMessage(error.code, error.message), at(error, text, base));
  return { root: undefined, problems: [problem], fieldNames: [] };
}

function build(document: Document, text: string, base: number, joined: Span[]): ParsedText {
  const builder = new Builder(text, base, joined);
  const root = builder.build(document.contents);
  const stopped = builder.problems.find((problem) => problem.code === 'syntax');
  const { problems } = builder;
  const fieldNames = [...builder.fieldNames];
  return stopped ? { root: undefined, problems: [stopped], fieldNames } : { root, problems, fieldNames };
}

/** Kubernetes' reader takes tabs between the tokens of flow collections and JSON. */
function isHarmless(error: YAMLError, text: string): boolean {
  if (error.code !== 'TAB_AS_INDENT') return false;
  const before = text.slice(0, error.pos[0]).replace(/"(?:[^"\\]|\\.)*"|'[^']*'|#[^\n]*/g, '');
  return depth(before) > 0;
}

function depth(text: string): number {
  let open = 0;
  for (const character of text) {
    if (character === '{' || character === '[') open++;
    else if (character === '}' || character === ']') open--;
  }
  return open;
}

/** One character or token on one line, inside the text. */
function at(error: YAMLError, text: string, base: number): Span {
  const start = Math.min(error.pos[0], Math.max(0, text.trimEnd().length - 1));
  const lineEnd = text.slice(start).search(/\r?\n|$/);
  return { start: base + start, end: base + Math.max(start + 1, Math.min(error.pos[1], start + lineEnd)) };
}

function syntax(message: string, span: Span, code: ProblemCode = 'syntax'): YamlProblem {
  return { code, message, start: span.start, end: span.end };
}

class Builder {
  readonly problems: YamlProblem[] = [];
  readonly fieldNames = new Set<string>();
  readonly #text: string;
  readonly #base: number;
  /** Anchored nodes that were built, with how many nodes they stand for; 0 while one is being built. */
  readonly #anchors = new Map<string, { node: YamlNode | undefined; size: number }>();
  #size = 0;

  /** Where quoted scalars start that were laid on one line to be read. */
  readonly #joined: Map<number, Span>;

  constructor(text: string, base: number, joined: Span[]) {
    this.#joined = new Map(joined.map((span) => [span.start, span]));
    this.#text = text;
    this.#base = base;
  }

  build(node: unknown, fallback = 0): YamlNode {
    this.#size++;
    if (isAlias(node)) return this.#alias(node.source, this.#span(node, fallback));
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    const before = this.#size;
    if (anchor) this.#anchors.set(anchor, { node: undefined, size: 0 });
    const built = this.#plain(node, fallback);
    if (anchor) this.#anchors.set(anchor, { node: built, size: this.#size - before + 1 });
    return built;
  }

  #plain(node: unknown, fallback: number): YamlNode {
    const span = this.#span(node, fallback);
    if (isMap(node)) return this.#map(node.items, span, node.flow === true);
    if (isSeq(node)) return this.#sequence(node.items, span, node.flow === true);
    if (isScalar(node)) return this.#scalar(node, span);
    return nothing(span);
  }

  #alias(name: string, span: Span): YamlNode {
    const anchor = this.#anchors.get(name);
    if (anchor?.node === undefined) {
      this.problems.push(syntax(anchor ? `anchor "${name}" contains itself` : `unknown anchor "${name}"`, span));
      return nothing(span);
    }
    this.#size += anchor.size;
    if (this.#size > MOST_NODES) {
      this.problems.push(syntax('aliases expand to more than the API server would accept', span));
      return nothing(span);
    }
    return anchor.node;
  }

  #sequence(items: unknown[], span: Span, flow: boolean): SequenceNode {
    const nodes = items.map((item) => {
      const address = flow ? this.#colonText(item) : undefined;
      if (address) return address;
      return isPair(item) ? this.#map([item], span, true) : this.build(item, span.start);
    });
    const last = flow ? span.end : this.#endOf(items.at(-1), nodes.at(-1), span.end);
    return sequenceNode(nodes, span.start, last);
  }

  /** In `[a, 001:db8::]` Kubernetes' reader takes the colons before the bracket as text; `yaml` takes a key. */
  #colonText(item: unknown): ScalarNode | undefined {
    const pair = isPair(item) ? item : isMap(item) && item.flow && item.items.length === 1 ? item.items[0] : undefined;
    if (!pair || !isScalar(pair.key) || pair.key.type !== 'PLAIN' || !pair.key.range || !isEmpty(pair.value))
      return undefined;
    const [start, end] = pair.key.range;
    if (this.#text[end] !== ':' || !/[,\]]/.test(this.#text[end + 1] ?? '')) return undefined;
    this.#size++;
    const text = this.#text.slice(start, end + 1);
    return scalarNode(resolvePlain(text), 'plain', this.#base + start, this.#base + end + 1);
  }

  #map(pairs: Pair<unknown, unknown>[], span: Span, flow: boolean): MapNode {
    const entries = new Map<string, Entry>();
    const merges: YamlNode[] = [];
    let { end } = span;
    for (const pair of pairs) {
      const key = isAlias(pair.key) ? this.build(pair.key, span.start) : undefined;
      const keySpan = this.#span(pair.key, span.start);
      const value = this.build(pair.value, keySpan.end);
      if (!flow) end = this.#endOf(pair.value, value, keySpan.end);
      if (isScalar(pair.key) && pair.key.type === 'PLAIN' && pair.key.source === '<<') {
        merges.push(value);
        continue;
      }
      const name = this.#name(key ?? pair.key, keySpan, flow);
      if (name === undefined) continue;
      const first = entries.get(name);
      if (first)
        this.problems.push({
          ...syntax(`duplicate key "${name}"`, keySpan, 'duplicate-key'),
          related: { start: first.start, end: first.end },
        });
      entries.set(name, { name, start: keySpan.start, end: keySpan.end, value });
      this.fieldNames.add(name);
    }
    for (const merge of merges) this.#merge(entries, merge);
    return mapNode([...entries.values()], span.start, end);
  }

  /** Where a value ends in the text: of an alias, not where its anchor does. */
  #endOf(node: unknown, built: YamlNode | undefined, fallback: number): number {
    return isAlias(node) ? this.#span(node, fallback).end : (built?.end ?? fallback);
  }

  #merge(entries: Map<string, Entry>, from: YamlNode): void {
    if (from.type === 'sequence') for (const item of from.items) this.#merge(entries, item);
    else if (from.type === 'map')
      for (const entry of from.entries) if (!entries.has(entry.name)) entries.set(entry.name, entry);
    if (from.type === 'scalar') this.problems.push(syntax('a merge key needs a map or a list of maps', from));
  }

  #name(key: unknown, span: Span, flow: boolean): string | undefined {
    const value = isScalar(key) ? scalarValue(key) : isNode(key) && key.type === 'scalar' ? key.value : undefined;
    if (value === undefined)
      this.problems.push(
        syntax(
          flow
            ? 'a map or list cannot be a key; is this an unquoted template expression?'
            : 'a map or list cannot be a key',
          span,
        ),
      );
    else if (value === null) this.problems.push(syntax('a key must not be null', span));
    else return String(value);
    return undefined;
  }

  #scalar(node: Scalar, span: Span): ScalarNode {
    if (
      node.type === 'QUOTE_DOUBLE' &&
      /(?:^|[^\\])(?:\\\\)*\\\//.test(this.#text.slice(span.start - this.#base, span.end - this.#base))
    ) {
      this.problems.push(syntax('"\\/" is not an escape that Kubernetes\' YAML reader knows', span));
    }
    const style: ScalarStyle = node.type === 'PLAIN' ? 'plain' : node.type?.startsWith('BLOCK') ? 'block' : 'quoted';
    const joined = style === 'quoted' ? this.#joined.get(span.start - this.#base) : undefined;
    const original = joined && parseDocument(this.#text.slice(joined.start, joined.end), OPTIONS).contents;
    const value = scalarValue(isScalar(original) ? original : node);
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.problems.push(syntax('infinity and NaN cannot be sent to the API server; put the text in quotes', span));
    }
    return scalarNode(value, style, span.start, span.end);
  }

  #span(node: unknown, fallback: number): Span {
    const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
    if (!range) return { start: fallback, end: fallback };
    return { start: this.#base + range[0], end: this.#base + range[1] };
  }
}

function nothing(span: Span): ScalarNode {
  return scalarNode(null, 'plain', span.start, span.start);
}

function isNode(value: unknown): value is YamlNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    (value.type === 'scalar' || value.type === 'map' || value.type === 'sequence')
  );
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (isScalar(value) && value.source === '' && value.type === 'PLAIN');
}

const TAG = 'tag:yaml.org,2002:';

function scalarValue(node: Scalar): ScalarValue {
  const text = typeof node.value === 'string' ? node.value : (node.source ?? '');
  if (node.tag === `${TAG}str` || node.tag === `${TAG}binary`) return text;
  const typed =
    node.tag === `${TAG}int` || node.tag === `${TAG}float` || node.tag === `${TAG}bool` || node.tag === `${TAG}null`;
  return node.type === 'PLAIN' || node.type === undefined || typed ? resolvePlain(text) : text;
}
