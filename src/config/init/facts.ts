import { basename, dirname, relative } from 'node:path';
import { meshOf } from '../../engine/mesh-of.ts';
import { findFiles } from '../../input/find.ts';
import { readText } from '../../input/read.ts';
import { installsOf } from '../../mesh/install/find.ts';
import { isAmbientNamespace } from '../../mesh/membership.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { ISTIO_VERSIONS } from '../../schemas/index.ts';
import { readSource } from '../../yaml/read.ts';
import { isCheckedGroup } from '../../yaml/resource.ts';

/** What a tree of manifests holds, as far as a configuration has a say in it. Paths are relative to the tree. */
export interface TreeFacts {
  files: number;
  /** Istio and Gateway API resources. */
  resources: number;
  /** Of the manifests and of what lies in them, sorted. */
  namespaces: string[];
  /** Those whose pods are in ambient mode. */
  ambient: string[];
  rootNamespace: string;
  /** Minors that are installed, the newest first, with where that is said. */
  versions: { minor: string; place: string }[];
  /** Folders with a Chart.yaml. */
  charts: string[];
  kustomizations: number;
  /** Globs of folders whose kustomizations are alternatives of each other. */
  overlays: string[];
}

/** Reads the manifests of a folder. Never throws for what it finds there. */
export async function factsOf(directory: string): Promise<TreeFacts> {
  const { files: paths } = await findFiles(['.'], { cwd: directory });
  const files = paths.flatMap((path) => {
    const read = readText(path);
    return 'text' in read ? [readSource(path, read.text)] : [];
  });
  const mesh = await meshOf(files, { namespace: '', directory });
  const shown = (path: string) => relative(directory, path).replaceAll('\\', '/') || '.';
  const namespaces = [...mesh.namespaces().keys()].filter((name) => name !== '').sort();
  return {
    files: files.length,
    resources: mesh.resources.filter(({ group }) => isCheckedGroup(group)).length,
    namespaces,
    ambient: namespaces.filter((name) => isAmbientNamespace(mesh, name)),
    rootNamespace: mesh.rootNamespace,
    versions: versionsOf(mesh, shown),
    charts: paths.filter((path) => basename(path) === 'Chart.yaml').map((path) => shown(dirname(path))),
    kustomizations: mesh.kustomizations.all.length,
    overlays: overlaysOf(mesh, shown),
  };
}

function versionsOf(mesh: Mesh, shown: (path: string) => string): TreeFacts['versions'] {
  const places = new Map<string, string>();
  for (const { version } of installsOf(mesh)) {
    const minor = /^v?(\d+\.\d+)/.exec(version.string ?? '')?.[1];
    if (minor === undefined || !ISTIO_VERSIONS.includes(minor) || places.has(minor)) continue;
    places.set(minor, `${shown(version.document.file.path)}:${version.range.line}`);
  }
  const order = (minor: string) => ISTIO_VERSIONS.indexOf(minor);
  return [...places].map(([minor, place]) => ({ minor, place })).sort((a, b) => order(b.minor) - order(a.minor));
}

/** Folders beside each other with kustomizations that no other one names, where there are several. */
function overlaysOf({ kustomizations }: Mesh, shown: (path: string) => string): string[] {
  const named = new Set(kustomizations.all.flatMap(({ members }) => [...members]));
  const beside = new Map<string, number>();
  for (const { folder } of kustomizations.all)
    if (!named.has(folder)) beside.set(dirname(folder), (beside.get(dirname(folder)) ?? 0) + 1);
  const several = [...beside].filter(([parent, amount]) => amount > 1 && /overlays?|env|stage|cluster/i.test(parent));
  return several.map(([parent]) => `${shown(parent)}/*`).sort();
}
