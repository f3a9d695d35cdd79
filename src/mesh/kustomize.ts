import { basename, dirname, extname, resolve } from 'node:path';
import type { SourceFile } from '../yaml/document.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { replacedFields } from './replacements.ts';

export interface Kustomization {
  root: Field;
  /** Where its file lies: how others name it. */
  folder: string;
  /** '' where it gives none; undefined where it waits for a placeholder. */
  namespace: string | undefined;
  /** As written, placeholders and all: two that are written alike are the same. */
  prefix: string;
  suffix: string;
  /** Absolute paths of the files and folders it names. */
  members: Set<string>;
}

const LISTS = ['resources', 'bases', 'components', 'crds'];
const PATCH_LISTS = ['patches', 'patchesStrategicMerge', 'patchesJson6902'];

/** The kustomizations of a tree: which files are patches, which are applied together, and in which namespace. */
export class Kustomizations {
  readonly #patches = new Set<string>();
  /** Those that name a path, be it a file or the folder of another one. */
  readonly #naming = new Map<string, Kustomization[]>();
  readonly #around = new Map<string, readonly Kustomization[]>();
  readonly #namespaces = new Map<string, Set<string | undefined>>();
  readonly all: readonly Kustomization[];
  /** The documents themselves. */
  readonly roots: readonly Field[];

  /** `roots`: see kustomizationRoots. */
  constructor(roots: readonly Field[]) {
    this.roots = roots;
    this.all = roots.map((root) => this.#read(root));
    for (const kustomization of this.all) {
      for (const member of kustomization.members) {
        const known = this.#naming.get(member);
        if (known) known.push(kustomization);
        else this.#naming.set(member, [kustomization]);
      }
    }
  }

  /** Are there none? */
  get isEmpty(): boolean {
    return this.all.length === 0;
  }

  isPatch(path: string): boolean {
    return this.#patches.has(path);
  }

  /** Marks what the kustomizations will write into the resources: nobody can judge what stands there now. */
  markReplaced(resources: readonly Resource[]): void {
    for (const root of this.roots)
      for (const { node } of replacedFields(root, resources)) if (node?.type === 'scalar') node.isUnknown = true;
  }

  /**
   * The namespace that the kustomizations around a file write into its resources, whatever stands there; undefined where
   * they leave it as it is, '' where it is not known yet, or there are several ways to build it.
   */
  namespaceOf(path: string): string | undefined {
    const names = this.#namespacesOf(path);
    const [name] = names;
    return names.size > 1 || names.has(undefined) ? '' : name || undefined;
  }

  /** What is put around the names of a file's resources, in all the ways to build it. */
  affixesOf(path: string): string {
    if (this.isEmpty) return '';
    return this.#outward(path)
      .map(({ prefix, suffix }) => `${prefix}*${suffix}`)
      .filter((affix) => affix !== '*')
      .join();
  }

  /** The kustomizations that name a file, and those that name them. */
  of(path: string): readonly Kustomization[] {
    return this.#outward(path);
  }

  #outward(path: string): readonly Kustomization[] {
    let around = this.#around.get(path);
    if (!around) {
      const found = new Set(this.#naming.get(path));
      for (const { folder } of found) for (const outer of this.#naming.get(folder) ?? []) found.add(outer);
      around = [...found];
      this.#around.set(path, around);
    }
    return around;
  }

  /**
   * The kustomization beside a file that names other files there and not this one, where no other one names it either. One
   * that speaks of the file at all, be it in a comment, leaves it out on purpose or uses it for something else.
   */
  leavingOut(path: string): Kustomization | undefined {
    if (this.#naming.has(path) || this.#patches.has(path)) return undefined;
    const folder = dirname(path);
    const [beside] = this.all.filter((each) => each.folder === folder && each.root.document.file.path !== path);
    const namesOthers = beside && [...beside.members].some((member) => dirname(member) === folder && extname(member));
    return namesOthers && !beside.root.document.file.text.includes(basename(path)) ? beside : undefined;
  }

  /** What kustomizations put before and after the names of resources. */
  affixes(): { prefix: string; suffix: string }[] {
    return this.all.filter(({ prefix, suffix }) => prefix || suffix);
  }

  #namespacesOf(path: string): ReadonlySet<string | undefined> {
    const known = this.#namespaces.get(path);
    if (known) return known;
    const names = new Set<string | undefined>();
    // Stands here while the rest is asked, for kustomizations that name each other in a circle.
    this.#namespaces.set(path, names);
    for (const { folder, namespace } of this.#naming.get(path) ?? []) {
      const outer = this.#namespacesOf(folder);
      for (const name of outer.size > 0 ? outer : ['']) names.add(name === '' ? namespace : name);
      // One that gives a namespace may be applied by itself as well.
      if (namespace !== '') names.add(namespace);
    }
    return names;
  }

  #read(root: Field): Kustomization {
    const directory = dirname(root.document.file.path);
    const absolute = (fields: Field[]) =>
      fields.flatMap((field) =>
        field.string === undefined || field.string.includes('\n') ? [] : [resolve(directory, field.string)],
      );
    const members = new Set(absolute(LISTS.flatMap((list) => root.child(list).items())));
    for (const list of PATCH_LISTS) {
      const items = root.child(list).items();
      for (const path of absolute([...items, ...items.map((item) => item.child('path'))])) this.#patches.add(path);
    }
    return {
      root,
      folder: directory,
      namespace: root.child('namespace').isUnknown ? undefined : (root.textOf('namespace') ?? ''),
      prefix: textOf(root.child('namePrefix')),
      suffix: textOf(root.child('nameSuffix')),
      members,
    };
  }
}

function textOf({ value }: Field): string {
  return typeof value === 'string' ? value : '';
}

/** The documents of a file that are a kustomization or a component of one. */
export function kustomizationRoots(file: SourceFile): readonly Field[] {
  const { path, documents, resources } = file;
  if (/(?:^|[/\\])kustomization(?:\.ya?ml)?$/i.test(path)) return documents.map(({ root }) => root);
  // Where all documents are resources, these know what they are of.
  if (!file.holdsOtherDocuments && !resources.some(({ group }) => group === KUSTOMIZE)) return NONE;
  return documents.map(({ root }) => root).filter((root) => root.textOf('apiVersion')?.startsWith(`${KUSTOMIZE}/`));
}

/** The group of what kustomize itself reads, and nobody applies. */
export const KUSTOMIZE = 'kustomize.config.k8s.io';

const NONE: readonly Field[] = [];
