import type { Mesh } from '../mesh/mesh.ts';
import type { Reference } from '../mesh/references.ts';
import type { Finding, Level, Range, RelatedLocation, ResourceId } from '../report.ts';
import type { SchemaSet } from '../schemas/index.ts';
import type { SourceFile, YamlDocument } from '../yaml/document.ts';
import type { Field } from '../yaml/field.ts';
import type { Span } from '../yaml/node.ts';
import type { Resource } from '../yaml/resource.ts';
import { fixOf } from './fix-of.ts';
import type { Condition } from './layers.ts';
import { formatMessage, messageOf } from './message.ts';
import type { AnyRule, Context, MessageData, ReportExtras, SpanExtras } from './rule.ts';

/** A rule as it runs. */
export interface ActiveRule {
  id: string;
  rule: AnyRule;
  level: Level;
  pinned: boolean;
  options: Record<string, unknown>;
  /** As of EnabledRule. */
  holdsFor?: Condition;
}

/** What all rules of a run share. */
export interface Run {
  mesh: Mesh;
  schemas: SchemaSet;
  istioVersion: string;
  /** The references that could not be checked, each once. */
  open: Set<string>;
  /** Takes a finding, with the resource that it is about. */
  collect(file: SourceFile, finding: Finding, resource?: Resource): void;
}

/** The Context of one rule in one run. */
export class RuleContext implements Context {
  readonly mesh: Mesh;
  readonly schemas: SchemaSet;
  readonly istioVersion: string;
  readonly options: Record<string, unknown>;
  readonly #active: ActiveRule;
  readonly #run: Run;

  constructor(active: ActiveRule, run: Run) {
    this.mesh = run.mesh;
    this.schemas = run.schemas;
    this.istioVersion = run.istioVersion;
    this.options = active.options;
    this.#active = active;
    this.#run = run;
  }

  leaveOpen({ kind, namespace, name }: Reference): void {
    this.#run.open.add(JSON.stringify([kind, namespace, name]));
  }

  report(field: Field, messageId: string, data: MessageData = {}, extras: ReportExtras = {}): void {
    const { document } = field;
    const range = extras.at === 'key' ? field.nameRange : field.range;
    const resource = extras.resource ?? this.mesh.resourceOf(field);
    this.#add(document, range, messageId, data, extras, { resource, ...placeOf(field, resource) });
  }

  reportSpan(
    document: YamlDocument,
    span: Span,
    messageId: string,
    data: MessageData = {},
    extras: SpanExtras = {},
  ): void {
    this.#add(document, document.locate(span), messageId, data, extras, { resource: extras.resource, pointer: '' });
  }

  #add(
    document: YamlDocument,
    range: Range,
    messageId: string,
    data: MessageData,
    extras: SpanExtras,
    place: Place,
  ): void {
    const { id, rule, level, pinned, holdsFor } = this.#active;
    if (holdsFor && !holdsFor(document.file.path, place.resource, this.mesh)) return;
    const message = rule.messages[messageId];
    if (message === undefined) throw new Error(`rule ${id} has no message "${messageId}"`);
    const { text, help } = messageOf(message);
    const finding: Finding = {
      ruleId: id,
      messageId,
      level: pinned ? level : (extras.level ?? level),
      message: formatMessage(text, data),
      ...range,
      documentIndex: document.index,
      pointer: place.pointer,
      resource: place.resource?.id ?? configurationId(document, this.mesh),
      codes: [...(extras.codes ?? rule.codes ?? [])],
      related: (extras.related ?? []).map(({ field, message: text }) => relatedTo(field, text)),
    };
    if (help !== undefined) finding.help = formatMessage(help, data, 'help');
    if (extras.fatal) finding.fatal = true;
    if (place.embeddedPointer !== undefined) finding.embeddedPointer = place.embeddedPointer;
    if (extras.fix) {
      const safety = rule.fix === 'either' ? extras.safety : rule.fix;
      if (!safety) throw new Error(`rule ${id} offers a fix, but does not say of which kind it is`);
      const fix = fixOf(document, extras.fix);
      if (fix) finding[safety === 'safe' ? 'fix' : 'unsafeFix'] = fix;
    }
    const suggestions = extras.suggestions?.flatMap(({ desc, edit }) => {
      const fix = fixOf(document, edit);
      return fix ? [{ desc, fix }] : [];
    });
    if (suggestions?.length) finding.suggestions = suggestions;
    this.#run.collect(document.file, finding, place.resource);
  }
}

interface Place {
  resource: Resource | undefined;
  pointer: string;
  embeddedPointer?: string;
}

/** The mesh's configuration given as a file has no name of its own: istioctl calls it as here. */
function configurationId({ file }: YamlDocument, { rootNamespace }: Mesh): ResourceId | null {
  const { role } = file;
  if (role !== 'MeshConfig' && role !== 'MeshNetworks') return null;
  return { apiVersion: '', kind: role, namespace: rootNamespace, name: role.toLowerCase() };
}

/** The pointer of the nearest ancestor that was written, so that it leads somewhere. */
function placeOf(field: Field, resource: Resource | undefined): Omit<Place, 'resource'> {
  let written = field;
  while (!written.exists && written.parent) written = written.parent;
  const host = field.document.host;
  if (host) return { pointer: resource ? resource.pointerOf(host) : host.pointer, embeddedPointer: written.pointer };
  return { pointer: resource && resource.document === field.document ? resource.pointerOf(written) : written.pointer };
}

function relatedTo(field: Field, message: string): RelatedLocation {
  return { ...field.range, filePath: field.document.file.path, message };
}
