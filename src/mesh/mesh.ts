import { relative, sep } from 'node:path';
import type { SourceFile, YamlDocument } from '../yaml/document.ts';
import type { Field } from '../yaml/field.ts';
import { groupKindOf, type Resource } from '../yaml/resource.ts';
import { EXTERNALS, type Externals, matchesGlob } from './externals.ts';
import { groupBy } from './group-by.ts';
import { HostIndex } from './host-index.ts';
import { Kustomizations, kustomizationRoots } from './kustomize.ts';
import { findNamespaces, type Namespace } from './namespaces.ts';
import type { Reference } from './references.ts';
import { findWorkloads, type Workload } from './workloads.ts';

export interface MeshSettings {
  /** Namespace of the mesh-wide configuration. */
  rootNamespace: string;
  /** What resources without `exportTo` are exported to; default everywhere. */
  defaultExportTo?: DefaultExportTo;
  /** Namespace of manifests that name none; '' where it isn't known. */
  namespace: string;
  /** What is known to be there beside the files. */
  externals?: Externals;
  /** Take no namespace for one of its own, and leave out what kustomizations would write: istioctl reads files so. */
  namespacesAsWritten?: boolean;
  /** Absolute: where globs of options start from. */
  directory?: string;
}

/** By kind, the scopes of resources that name none; undefined where a kind's are not known, absent where it has none. */
export type DefaultExportTo = Readonly<Record<string, readonly string[] | undefined>>;

/** All that was read, as one mesh that rules put questions to. Each answer is worked out once, when first asked for. */
export class Mesh {
  readonly files: readonly SourceFile[];
  readonly resources: readonly Resource[];
  readonly rootNamespace: string;
  readonly defaultExportTo: DefaultExportTo;
  readonly kustomizations: Kustomizations;
  readonly #namespace: string;
  readonly #externals: Externals | undefined;
  readonly #namespacesAsWritten: boolean;
  readonly #directory: string;
  #byDocument: Map<YamlDocument, Resource[]> | undefined;
  #holdsOtherDocuments: boolean | undefined;
  #byGroupKind: Map<string, Resource[]> | undefined;
  readonly #ofKind = new Map<string, readonly Resource[]>();
  #namespaces: Map<string, Namespace> | undefined;
  #workloads: Workload[] | undefined;
  #hosts: HostIndex | undefined;
  #fieldNames: Set<string> | undefined;
  readonly #answers = new Map<(mesh: Mesh) => unknown, unknown>();
  readonly #answersAbout = new Map<unknown, Map<unknown, unknown>>();

  constructor(files: readonly SourceFile[], settings: MeshSettings) {
    this.files = files;
    this.rootNamespace = settings.rootNamespace;
    this.defaultExportTo = settings.defaultExportTo ?? {};
    this.#namespace = settings.namespace;
    this.#externals = settings.externals;
    this.#namespacesAsWritten = settings.namespacesAsWritten ?? false;
    this.#directory = settings.directory ?? '';
    const resources: Resource[] = [];
    const roots: Field[] = [];
    for (const file of files) {
      for (const resource of file.resources) resources.push(resource);
      for (const root of kustomizationRoots(file)) roots.push(root);
    }
    this.kustomizations = new Kustomizations(roots);
    this.resources = withPatches(withoutKnown(resources, files), this.kustomizations);
    this.kustomizations.markReplaced(this.resources);
  }

  /** The resources of a kind, patches of kustomizations left out. `group` where several groups share the kind. */
  ofKind(kind: string, group?: string): readonly Resource[] {
    const name = group === undefined ? kind : groupKindOf(kind, group);
    let found = this.#ofKind.get(name);
    if (!found) {
      const all = group === undefined ? this.#namesakesOf(kind) : this.withPatchesOfKind(kind, group);
      found = this.kustomizations.isEmpty ? all : all.filter(({ isPatch }) => !isPatch);
      this.#ofKind.set(name, found);
    }
    return found;
  }

  /** The resources of a kind, patches among them. */
  withPatchesOfKind(kind: string, group: string): readonly Resource[] {
    this.#byGroupKind ??= groupBy(this.resources, ({ groupKind }) => groupKind);
    return this.#byGroupKind.get(groupKindOf(kind, group)) ?? NONE;
  }

  /** Of the kind, whichever its group. */
  #namesakesOf(kind: string): readonly Resource[] {
    this.#byGroupKind ??= groupBy(this.resources, ({ groupKind }) => groupKind);
    const groups = [...this.#byGroupKind.values()].filter((own) => own[0]?.kind === kind);
    return groups.length > 1 ? this.resources.filter((each) => each.kind === kind) : (groups[0] ?? NONE);
  }

  /** Where the resource will be: as its kustomization says, else as written or as `--namespace` says; '' where nobody says. */
  namespaceOf(resource: Resource): string {
    const written = resource.namespace || this.#namespace;
    if (this.#namespacesAsWritten || this.kustomizations.isEmpty) return written;
    return this.kustomizations.namespaceOf(resource.file.path) ?? written;
  }

  /** May two names be of the same namespace? Where nobody says the one or the other ('') it may be any. */
  mayBeSame(namespace: string, other: string): boolean {
    return namespace === other || (!this.#namespacesAsWritten && (namespace === '' || other === ''));
  }

  /** May a resource be in a namespace? */
  mayBeIn(resource: Resource, namespace: string): boolean {
    return this.mayBeSame(this.namespaceOf(resource), namespace);
  }

  /** Of what is grouped by namespace: what may be in the namespace. */
  inNamespace<Item>(groups: ReadonlyMap<string, readonly Item[]>, namespace: string): readonly Item[] {
    const own = groups.get(namespace) ?? NONE;
    if (this.#namespacesAsWritten) return own;
    if (!namespace) return [...groups.values()].flat();
    const open = groups.get('');
    return open ? [...own, ...open] : own;
  }

  /** The path of a file from the working directory, as globs are written: with `/`. */
  pathOf(file: SourceFile): string {
    const path = this.#directory ? relative(this.#directory, file.path) : file.path;
    return path.replaceAll(sep, '/');
  }

  /** Is what a reference means known to be there, though no file has it? */
  isExternal({ kind, namespace, name }: Reference): boolean {
    const globs = this.#externals?.[EXTERNALS[kind] ?? ''] ?? [];
    return globs.some((glob) => matchesGlob(name, glob) || matchesGlob(`${namespace}/${name}`, glob));
  }

  /**
   * What a manifest is applied together with for sure: the rest of its file, and of each kustomization that names it.
   * Two resources meet where they share one of these; a tree may hold alternatives that never do.
   */
  worldsOf(resource: Resource): readonly object[] {
    const { file } = resource;
    return this.kustomizations.isEmpty ? [file] : [file, ...this.kustomizations.of(file.path)];
  }

  /** The names of all members of all documents. */
  fieldNames(): ReadonlySet<string> {
    if (this.#fieldNames) return this.#fieldNames;
    const lists = new Set<readonly string[]>();
    for (const { documents } of this.files) for (const { fieldNames } of documents) lists.add(fieldNames);
    this.#fieldNames = new Set();
    for (const names of lists) for (const name of names) this.#fieldNames.add(name);
    return this.#fieldNames;
  }

  /** Are there documents that are no Kubernetes objects? */
  get holdsOtherDocuments(): boolean {
    this.#holdsOtherDocuments ??= this.files.some((file) => file.holdsOtherDocuments);
    return this.#holdsOtherDocuments;
  }

  /** The Kubernetes objects of a document. */
  resourcesIn(document: YamlDocument): readonly Resource[] {
    this.#byDocument ??= groupBy(this.resources, (resource) => resource.document);
    return this.#byDocument.get(document) ?? NONE;
  }

  /** The resource that a field belongs to, also of fields of configuration embedded in it. */
  resourceOf(field: Field): Resource | undefined {
    const host = field.document.host;
    if (host) return this.resourceOf(host);
    const pointer = `${field.pointer}/`;
    return this.resourcesIn(field.document).find((resource) => pointer.startsWith(`${resource.root.pointer}/`));
  }

  /** Namespaces by name: those with a manifest, and those that other resources live in. */
  namespaces(): Map<string, Namespace> {
    this.#namespaces ??= findNamespaces(this);
    return this.#namespaces;
  }

  /** Everything that makes pods: Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, Rollout, Knative Service, Pod. */
  workloads(): Workload[] {
    this.#workloads ??= findWorkloads(this);
    return this.#workloads;
  }

  /** Services and ServiceEntries by host. */
  hosts(): HostIndex {
    this.#hosts ??= new HostIndex(this);
    return this.#hosts;
  }

  /**
   * The answer to a question about the whole set, worked out once. The functions that ask such questions stand beside what
   * they are about, so that a run loads only those that its rules have.
   */
  ask<Answer>(question: (mesh: Mesh) => Answer): Answer {
    let answer = this.#answers.get(question) as Answer | undefined;
    if (answer === undefined) {
      answer = question(this);
      this.#answers.set(question, answer);
    }
    return answer;
  }

  /** As `ask`, for a question about one of many things, a workload or a host: worked out once for each. */
  askAbout<Key, Answer>(question: (mesh: Mesh, key: Key) => Answer, key: Key): Answer {
    let answers = this.#answersAbout.get(question);
    if (!answers) {
      answers = new Map();
      this.#answersAbout.set(question, answers);
    }
    let answer = answers.get(key) as Answer | undefined;
    if (answer === undefined && !answers.has(key)) {
      answer = question(this, key);
      answers.set(key, answer);
    }
    return answer as Answer;
  }
}

/** What is linted takes the place of the same object in the context: it is what will be there. */
function withoutKnown(resources: readonly Resource[], files: readonly SourceFile[]): readonly Resource[] {
  if (files.every(({ isLinted }) => isLinted)) return resources;
  const key = ({ groupKind, namespace, name }: Resource) => `${groupKind} ${namespace}/${name}`;
  const linted = new Set(resources.filter(({ file }) => file.isLinted).map(key));
  return resources.filter((resource) => resource.file.isLinted || !linted.has(key(resource)));
}

function withPatches(resources: readonly Resource[], kustomizations: Kustomizations): readonly Resource[] {
  if (kustomizations.isEmpty) return resources;
  return resources.map((resource) => (kustomizations.isPatch(resource.file.path) ? resource.asPatch() : resource));
}

const NONE: readonly never[] = [];
