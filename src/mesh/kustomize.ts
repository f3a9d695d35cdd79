import { dirname, resolve } from 'node:path';
import type { SourceFile } from '../yaml/document.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { replacedFields } from './replacements.ts';

interface Kustomization {
  namespace: string;
  /** Absolute paths of the files and folders it names. */
  members: Set<string>;
}

const LISTS = ['resources', 'bases', 'components', 'crds'];
const PATCH_LISTS = ['patches', 'patchesStrategicMerge', 'patchesJson6902'];

/** The kustomizations of a tree: which files are patches, which are applied together, and in which namespace. */
export class Kustomizations {
  readonly #patches = new Set<string>();
  readonly #ofFile = new Map<string, Kustomization[]>();
  readonly #roots: readonly Field[];

  constructor(files: readonly SourceFile[]) {
    this.#roots = files.flatMap((file) => file.documents.map((document) => document.root)).filter(isKustomization);
    for (const kustomization of this.#roots.map((root) => this.#read(root))) {
      for (const member of kustomization.members) {
        const known = this.#ofFile.get(member);
        if (known) known.push(kustomization);
        else this.#ofFile.set(member, [kustomization]);
      }
    }
  }

  isPatch(path: string): boolean {
    return this.#patches.has(path);
  }

  /** Marks what the kustomizations will write into the resources: nobody can judge what stands there now. */
  markReplaced(resources: readonly Resource[]): void {
    for (const root of this.#roots)
      for (const { node } of replacedFields(root, resources)) if (node?.type === 'scalar') node.isUnknown = true;
  }

  /** The namespace that every kustomization which names the file agrees on. */
  namespaceOf(path: string): string {
    const names = new Set(this.#ofFile.get(path)?.map((kustomization) => kustomization.namespace));
    const [name] = names;
    return names.size === 1 ? (name ?? '') : '';
  }

  /** The kustomizations that name a file. */
  of(path: string): readonly object[] {
    return this.#ofFile.get(path) ?? [];
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
    return { namespace: root.child('namespace').string ?? '', members };
  }
}

/** Is the document a kustomization or a component of one? */
export function isKustomization(root: Field): boolean {
  const { path } = root.document.file;
  return (
    /(?:^|[\\/])kustomization(?:\.ya?ml)?$/i.test(path) ||
    (root.child('apiVersion').string ?? '').startsWith('kustomize.config.k8s.io/')
  );
}
