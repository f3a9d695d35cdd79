import { dirname, resolve } from 'node:path';
import { readEmbedded } from '../yaml/embedded.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import type { Mesh } from './mesh.ts';

/** May a kustomization change a member of the resource's spec (`ports`), or its labels, so that it is not known as it will be? */
export function isPatched(mesh: Mesh, resource: Resource, member: string): boolean {
  return mesh.ask(findPatches).some((patch) => isFor(patch, resource) && patch.changes(member));
}

/** Does a patch take the resource out again (`$patch: delete`)? */
export function isTakenOut(mesh: Mesh, resource: Resource): boolean {
  return mesh.ask(findPatches).some((patch) => patch.removes && isFor(patch, resource));
}

/** Is there a patch for the resource? */
export function isPatchTarget(mesh: Mesh, resource: Resource): boolean {
  return mesh.ask(findPatches).some((patch) => isFor(patch, resource));
}

interface Patch {
  /** Of what it is for; undefined for all. */
  kind: string | undefined;
  name: RegExp | undefined;
  /** Does it remove the whole? */
  removes: boolean;
  /** May it change a member of the spec? */
  changes(member: string): boolean;
}

function isFor({ kind, name }: Patch, resource: Resource): boolean {
  return (kind === undefined || kind === resource.kind) && (name?.test(resource.name) ?? true);
}

function findPatches(mesh: Mesh): Patch[] {
  if (mesh.kustomizations.isEmpty) return [];
  const files = new Set(mesh.files.map(({ path }) => path));
  const documents = mesh.resources.filter(({ isPatch }) => isPatch).map((resource) => ofDocument(resource.root));
  const listed = mesh.kustomizations.roots.flatMap((root) => [
    ...[...root.child('patches').items(), ...root.child('patchesJson6902').items()].flatMap((item) =>
      ofItem(item, files),
    ),
    ...root
      .child('patchesStrategicMerge')
      .items()
      .flatMap((text) => ofText(text)),
  ]);
  return [...documents, ...listed];
}

/** An item of `patches`: with its text in it, or in a file, and perhaps a target in place of the text's own name. */
function ofItem(item: Field, files: ReadonlySet<string>): Patch[] {
  const target = item.child('target');
  const text = readEmbedded(item.child('patch'))?.root;
  const path = item.textOf('path');
  if (text === undefined && path === undefined) return [];
  if (!target.isSet) return text?.isMap ? [ofDocument(text)] : [];
  // Of a file that was read and is a strategic merge, its own document speaks; the rest may change anything.
  const isRead = path !== undefined && files.has(resolve(dirname(item.document.file.path), path));
  const changes = text ? (member: string) => touches(text, member) : () => !isRead;
  return [
    {
      kind: target.textOf('kind'),
      name: anchored(target.textOf('name')),
      removes: text ? removesAll(text) : false,
      changes,
    },
  ];
}

function ofText(text: Field): Patch[] {
  const root = text.string?.includes('\n') ? readEmbedded(text)?.root : undefined;
  return root?.isMap ? [ofDocument(root)] : [];
}

function ofDocument(root: Field): Patch {
  const name = root.get('metadata', 'name').string;
  return {
    kind: root.textOf('kind'),
    name: anchored(name?.replace(/[^a-z0-9-]/gi, '\\$&')),
    removes: removesAll(root),
    changes: (member) => touches(root, member),
  };
}

function removesAll(patch: Field): boolean {
  return patch.textOf('$patch') === 'delete';
}

/** A part of a resource, or operations of RFC 6902. */
function touches(patch: Field, member: string): boolean {
  const parent = member === 'labels' ? 'metadata' : 'spec';
  if (patch.isMap) return patch.get(parent, member).exists || patch.child('$patch').exists;
  const whole = `/${parent}`;
  const paths = patch.items().map((operation) => operation.textOf('path') ?? whole);
  return paths.some((path) => path === whole || `${path}/`.startsWith(`${whole}/${member}/`));
}

/** kustomize takes the name of a target for a regular expression of the whole name. */
function anchored(pattern: string | undefined): RegExp | undefined {
  if (pattern === undefined) return undefined;
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return undefined;
  }
}
