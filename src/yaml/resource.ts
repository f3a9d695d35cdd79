import type { ResourceId } from '../report.ts';
import type { SourceFile, YamlDocument } from './document.ts';
import type { Field } from './field.ts';

/** A Kubernetes object: a document, or an item of a `kind: List`. */
export class Resource {
  declare readonly document: YamlDocument;
  /** The object's own top: the document's root, or the item of a List. */
  declare readonly root: Field;
  declare readonly apiVersion: string;
  declare readonly kind: string;
  /** The same object for all resources of an API version and kind. */
  declare readonly type: ResourceType;
  /** '' for the core group. */
  declare readonly group: string;
  declare readonly version: string;
  /** `networking.istio.io/Gateway`, `core/Service`: a kind apart from its namesakes, as rules name it. */
  declare readonly groupKind: string;
  declare readonly name: string;
  /** As written; '' where the manifest names none. */
  declare readonly namespace: string;
  declare readonly metadata: Field;
  /** `metadata.labels` as written. */
  declare readonly labels: Field;
  declare readonly annotations: Field;
  declare readonly spec: Field;
  /** A kustomize patch: only a part of a resource, so nothing that it lacks is missing. */
  declare readonly isPatch: boolean;
  #asPatch: Resource | undefined;
  #answers: Map<(resource: Resource) => unknown, unknown> | undefined;

  constructor(root: Field, isPatch = false) {
    this.root = root;
    this.document = root.document;
    this.apiVersion = root.textOf('apiVersion') ?? '';
    this.kind = root.textOf('kind') ?? '';
    this.type = typeOf(this.apiVersion, this.kind);
    this.group = this.type.group;
    this.version = this.type.version;
    this.groupKind = this.type.groupKind;
    this.metadata = root.child('metadata');
    this.name = this.metadata.textOf('name') ?? '';
    this.namespace = this.metadata.textOf('namespace') ?? '';
    this.labels = this.metadata.child('labels');
    this.annotations = this.metadata.child('annotations');
    this.spec = root.child('spec');
    this.isPatch = isPatch;
  }

  /** The same as a kustomize patch; what a file holds is none until a kustomization says so. */
  asPatch(): Resource {
    this.#asPatch ??= new Resource(this.root, true);
    return this.#asPatch;
  }

  get file(): SourceFile {
    return this.document.file;
  }

  /** The answer to a question about this resource alone, worked out once, as Mesh.ask does for the whole set. */
  ask<Answer>(question: (resource: Resource) => Answer): Answer {
    this.#answers ??= new Map();
    let answer = this.#answers.get(question) as Answer | undefined;
    if (answer === undefined) {
      answer = question(this);
      this.#answers.set(question, answer);
    }
    return answer;
  }

  /** A member several levels below the object's top. */
  get(...path: (string | number)[]): Field {
    return this.root.get(...path);
  }

  get id(): ResourceId {
    return { apiVersion: this.apiVersion, kind: this.kind, namespace: this.namespace, name: this.name };
  }

  /** `VirtualService prod/reviews`, as people name it. */
  get display(): string {
    return `${this.kind} ${this.namespace ? `${this.namespace}/` : ''}${this.name || '(no name)'}`;
  }

  /** JSON Pointer of a field inside this resource. */
  pointerOf(field: Field): string {
    return field.pointer.slice(this.root.pointer.length);
  }
}

/** What an API version and a kind say of a resource. */
export interface ResourceType {
  kind: string;
  group: string;
  version: string;
  groupKind: string;
}

const TYPES = new Map<string, Map<string, ResourceType>>();

/** A tree has many resources of few types. */
function typeOf(apiVersion: string, kind: string): ResourceType {
  let ofVersion = TYPES.get(apiVersion);
  if (!ofVersion) {
    ofVersion = new Map();
    TYPES.set(apiVersion, ofVersion);
  }
  let type = ofVersion.get(kind);
  if (!type) {
    const slash = apiVersion.indexOf('/');
    const group = slash < 0 ? '' : apiVersion.slice(0, slash);
    type = { kind, group, version: apiVersion.slice(slash + 1), groupKind: groupKindOf(kind, group) };
    ofVersion.set(kind, type);
  }
  return type;
}

/** A kind apart from its namesakes, as Resource has it; `group` '' is the core group. */
export function groupKindOf(kind: string, group: string): string {
  return `${group || 'core'}/${kind}`;
}

/** Groups whose resources mesh-lint checks against a schema. */
const CHECKED_GROUPS = new Set([
  'networking.istio.io',
  'security.istio.io',
  'telemetry.istio.io',
  'extensions.istio.io',
  'install.istio.io',
  'gateway.networking.k8s.io',
  'gateway.networking.x-k8s.io',
]);

/** The same as kinds that a rule is called for. */
export const CHECKED_KINDS: readonly string[] = [...CHECKED_GROUPS].map((group) => `${group}/*`);

/** Is the group one whose resources mesh-lint checks against a schema? */
export function isCheckedGroup(group: string): boolean {
  return CHECKED_GROUPS.has(group);
}
