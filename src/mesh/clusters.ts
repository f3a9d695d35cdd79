import type { Resource } from '../yaml/resource.ts';
import { groupBy } from './group-by.ts';
import type { Mesh } from './mesh.ts';

/** The option of rules that compare clusters with each other. */
export const CLUSTERS_OPTION = {
  type: 'array',
  items: { type: 'string' },
  default: [] as string[],
  description:
    'Globs of folders, from the working directory, each of which holds the manifests of one cluster: "clusters/*". ' +
    'What lies in none of them is of no cluster. None: the clusters are not compared.',
};

/**
 * The folder among those that globs match which a path lies in; undefined where it lies in none. `*` and `?` stand for
 * characters of one name, `**` for any folders.
 */
export function folderOf(path: string, globs: readonly string[]): string | undefined {
  for (const glob of globs) {
    const folder = patternOf(glob).exec(path)?.[1];
    if (folder !== undefined) return folder;
  }
  return undefined;
}

const patterns = new Map<string, RegExp>();

function patternOf(glob: string): RegExp {
  let pattern = patterns.get(glob);
  if (!pattern) {
    const plain = glob
      .replaceAll('\\', '/')
      .replace(/^(?:\.\/)+/, '')
      .replace(/\/+$/, '');
    pattern = new RegExp(`^(${plain.replace(/\*\*\/|\*+|[^\w/-]/g, translated)})/`);
    patterns.set(glob, pattern);
  }
  return pattern;
}

const TRANSLATED: Readonly<Record<string, string>> = {
  '**/': '(?:[^/]+/)*?',
  '**': '.+?',
  '*': '[^/]*',
  '?': '[^/]',
};

function translated(part: string): string {
  return TRANSLATED[part] ?? (part.startsWith('*') ? '[^/]*' : `\\${part}`);
}

/**
 * The Services that more than one cluster has, by the folder of each cluster: those of one namespace and name. A cluster
 * with several manifests of one is left out, for nobody knows which of them is there.
 */
export function sharedServices(mesh: Mesh, clusters: readonly string[]): Map<string, Resource>[] {
  if (clusters.length === 0) return [];
  const services = mesh.ofKind('Service', '').flatMap((service) => {
    const cluster = folderOf(mesh.pathOf(service.file), clusters);
    const namespace = mesh.namespaceOf(service);
    return cluster === undefined || !namespace || !service.name
      ? []
      : [{ service, cluster, key: `${namespace}/${service.name}` }];
  });
  return [...groupBy(services, ({ key }) => key).values()].flatMap((group) => {
    const byCluster = new Map<string, Resource>();
    for (const [cluster, [only, ...more]] of groupBy(group, (each) => each.cluster))
      if (only && more.length === 0) byCluster.set(cluster, only.service);
    return byCluster.size > 1 ? [byCluster] : [];
  });
}
