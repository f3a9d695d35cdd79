import type { Range } from '../report.ts';
import { Field } from './field.ts';
import { firstLine } from './first-line.ts';
import { LineIndex } from './lines.ts';
import type { Span, YamlNode, YamlProblem } from './node.ts';
import type { Reader } from './parse-text.ts';
import type { Resource } from './resource.ts';
import { resourcesOf } from './resources.ts';

/**
 * What a file is read for: to be linted; to know what is there beside that (`context`, or as a `snapshot` all that a cluster
 * holds); or as the mesh's own configuration, which is linted too.
 */
export type FileRole = 'linted' | 'context' | 'snapshot' | 'MeshConfig' | 'MeshNetworks';

/** One text that was read, and the documents in it. */
export class SourceFile {
  role: FileRole = 'linted';
  readonly path: string;
  readonly text: string;
  /** Reads what is embedded in the file, too. */
  readonly reader: Reader;
  documents: readonly YamlDocument[] = [];
  /** The Kubernetes objects in them. */
  resources: readonly Resource[] = [];
  /** Where the first template expression stands, in a file that is no manifest before it is rendered. */
  template: Span | undefined;
  /** Why the file could not be read; it has no text then. */
  unreadable: { message: string; help?: string } | undefined;
  /** The command that made the text, `helm template`; `path` is the folder that it was made from. */
  renderedBy: string | undefined;
  /** The chart's or kustomization's own file. */
  renderedFrom: string | undefined;
  #lines: LineIndex | undefined;

  /** `path` is absolute, or the name of standard input. */
  constructor(path: string, text: string, reader: Reader = 'fast') {
    this.path = path;
    this.text = text;
    this.reader = reader;
  }

  /** Takes what was read from the text. */
  hold(documents: readonly YamlDocument[]): void {
    this.documents = documents;
    // At once, while the processor still has the trees at hand.
    this.resources = resourcesOf(documents);
  }

  /** Are there documents that are no Kubernetes objects? */
  get holdsOtherDocuments(): boolean {
    // Resources are in the order of their documents.
    const isFirst = ({ document }: Resource, place: number) => document !== this.resources[place - 1]?.document;
    return this.resources.filter(isFirst).length < this.documents.length;
  }

  /** Are there findings for it? */
  get isLinted(): boolean {
    return this.role !== 'context' && this.role !== 'snapshot';
  }

  get lines(): LineIndex {
    this.#lines ??= new LineIndex(this.text);
    return this.#lines;
  }
}

/** One YAML document; also configuration embedded in a string of another document. */
export class YamlDocument {
  readonly file: SourceFile;
  /** 0-based among the documents that hold anything. */
  readonly index: number;
  /** Found by the first that asks: most documents have no finding. */
  #span: Span | undefined;
  readonly #extent: Span;
  readonly root: Field;
  readonly problems: YamlProblem[];
  /** The names of all members, at any depth; documents of like names mostly share the list. */
  readonly fieldNames: readonly string[];
  /** Where the text of an embedded document stands; offsets of `root` are then of `text`, not of the file. */
  readonly host: Field | undefined;
  readonly #toFile: ((offset: number) => number) | undefined;

  /** Either the `span` of the document, or its `extent`, of which the span is the first line with content. */
  constructor(
    parts: {
      file: SourceFile;
      index: number;
      root: YamlNode | undefined;
      problems: YamlProblem[];
      fieldNames?: readonly string[];
      host?: Field;
      toFile?: (offset: number) => number;
    } & ({ span: Span } | { extent: Span }),
  ) {
    this.file = parts.file;
    this.index = parts.index;
    this.#span = 'span' in parts ? parts.span : undefined;
    this.#extent = 'span' in parts ? parts.span : parts.extent;
    this.root = new Field(this, parts.root);
    this.problems = parts.problems;
    this.fieldNames = parts.fieldNames ?? [];
    this.host = parts.host;
    this.#toFile = parts.toFile;
  }

  /** Its first line with content, for findings about the document as a whole; of an embedded document all of it. */
  get span(): Span {
    this.#span ??= firstLine(this.file.text, this.#extent);
    return this.#span;
  }

  /** The text between two offsets of this document. */
  text(span: Span): string {
    const host = this.host?.node;
    const text = host?.type === 'scalar' && typeof host.value === 'string' ? host.value : this.file.text;
    return text.slice(span.start, span.end);
  }

  /** Offsets of this document as offsets of the file. */
  toFile(span: Span): Span {
    const map = this.#toFile;
    return map ? { start: map(span.start), end: map(span.end) } : span;
  }

  /** Offsets of this document as lines and columns of the file. */
  locate(span: Span): Range {
    const { start, end } = this.toFile(span);
    return this.file.lines.range(start, Math.max(start, end));
  }
}
