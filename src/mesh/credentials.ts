import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { selectsText, workloadsOfGateway } from './gateway-workloads.ts';
import { groupBy } from './group-by.ts';
import type { Mesh } from './mesh.ts';
import { selectorOf } from './selected-workloads.ts';

/** The option of rules that must know the pods of gateways which no file has. */
export const DEFAULT_GATEWAYS_OPTION = {
  type: 'array',
  items: { type: 'string', pattern: '^[^=,]+=[^=,]*(?:,[^=,]+=[^=,]*)*$' },
  default: [] as string[],
  description:
    'Labels of gateways that are installed in the root namespace apart from the files, as "key=value,key=value".',
};

/** A Secret that a server of a Gateway names for its certificate. */
export interface Credential {
  gateway: Resource;
  field: Field;
  name: string;
  server: Field;
}

/** The Secrets that a Gateway names and that are known by name; those of other providers (`configmap://`, `file://`) are none. */
export function credentialsOf(gateway: Resource): Credential[] {
  return gateway.spec
    .child('servers')
    .items()
    .flatMap((server) => {
      const tls = server.child('tls');
      const mode = tls.textOf('mode');
      if (mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH') return [];
      const fields = [tls.child('credentialName'), ...tls.child('credentialNames').items()];
      return fields.flatMap((field) =>
        field.string && !field.string.includes('://') ? [{ gateway, field, name: field.string, server }] : [],
      );
    });
}

/** The namespaces of the pods of a Gateway, where their Secrets are looked up; '' for one that nobody names. */
export function homesOfGateway(mesh: Mesh, gateway: Resource, defaultGateways: readonly string[]): string[] {
  const homes = workloadsOfGateway(mesh, gateway).map(({ namespace }) => namespace);
  if (homes.length === 0 && defaultGateways.some((labels) => selectsText(selectorOf(gateway), labels)))
    return [mesh.rootNamespace];
  return [...new Set(homes)];
}

/** A name may be `namespace/name`, but pods see no other namespace than their own. */
export function secretsNamed(mesh: Mesh, name: string, home: string): Resource[] {
  const [, short = name] = /^[^/]*\/(.*)$/.exec(name) ?? [];
  return mesh.ofKind('Secret', '').filter((secret) => secret.name === short && mesh.mayBeIn(secret, home));
}

/** Something among the files that is a Secret, or makes one. */
export interface SecretSource {
  name: string;
  /** '' where nobody says. */
  namespace: string;
}

/** What there is of Secrets, by their names. */
export function secretSources(mesh: Mesh): Map<string, SecretSource[]> {
  const sources = SOURCES.flatMap(({ group, kind, name }) =>
    mesh.ofKind(kind, group).map((resource) => ({
      name: resource.root.get(...name).string ?? resource.name,
      namespace: mesh.namespaceOf(resource),
    })),
  );
  return groupBy(sources, ({ name }) => name);
}

/** What makes Secrets, and where it says their name if not by its own. */
const SOURCES: readonly { group: string; kind: string; name: string[] }[] = [
  { group: '', kind: 'Secret', name: ['metadata', 'name'] },
  { group: 'cert-manager.io', kind: 'Certificate', name: ['spec', 'secretName'] },
  { group: 'external-secrets.io', kind: 'ExternalSecret', name: ['spec', 'target', 'name'] },
  { group: 'bitnami.com', kind: 'SealedSecret', name: ['metadata', 'name'] },
  { group: 'secrets.hashicorp.com', kind: 'VaultStaticSecret', name: ['spec', 'destination', 'name'] },
  { group: 'secrets.hashicorp.com', kind: 'VaultDynamicSecret', name: ['spec', 'destination', 'name'] },
  { group: 'secrets.hashicorp.com', kind: 'VaultPKISecret', name: ['spec', 'destination', 'name'] },
];
