import { meetingSelectors, selectorText } from './gateway-selectors.ts';
import { type GatewayServer, serversOf } from './gateway-servers.ts';
import { meetingPlaces } from './meeting.ts';
import type { Mesh } from './mesh.ts';

/** Two servers at one port and address of the same proxies. */
export interface ServerConflict {
  server: GatewayServer;
  other: GatewayServer;
  /** What they share: the port, for protocols that exclude each other; a host of TLS; a host of HTTP, which is merged. */
  how: 'port' | 'tls' | 'http';
  /** The hosts of the server that the other one has too. */
  hosts: GatewayServer['hosts'];
}

/** Kinds of servers that a port cannot have beside one of a kind. A port of plain TCP has one server. */
const EXCLUDED = { http: ['tcp', 'tls'], tls: ['tcp', 'http'], tcp: ['tcp', 'tls', 'http'] } as const;

/**
 * The conflicts of all servers of Istio Gateways, one a server, seen from both sides; inside one Gateway from the later
 * server. `meeting`: see meeting.ts.
 */
export function serverConflicts(mesh: Mesh, meeting: string): ServerConflict[] {
  const index = new ServerIndex(mesh, meeting);
  const servers = mesh.ofKind('Gateway', 'networking.istio.io').flatMap((gateway) => serversOf(mesh, gateway));
  for (const server of servers) index.add(server);
  return servers.flatMap((server) => conflictOf(server, index) ?? []);
}

function conflictOf(server: GatewayServer, index: ServerIndex): ServerConflict | undefined {
  const excluded = EXCLUDED[server.kind];
  const sharing = (kind: string) => server.hosts.flatMap(({ name }) => index.find(server, kind, name) ?? []);
  const [other] = [...excluded.flatMap(sharing), ...excluded.flatMap((kind) => index.find(server, kind) ?? [])];
  if (other) return { server, other, how: 'port', hosts: shared(server, other) };
  const [same] = server.kind === 'tcp' ? [] : sharing(server.kind);
  return same && { server, other: same, how: server.kind === 'tls' ? 'tls' : 'http', hosts: shared(server, same) };
}

function shared(server: GatewayServer, other: GatewayServer): GatewayServer['hosts'] {
  const names = new Set(other.hosts.map(({ name }) => name));
  return server.hosts.filter(({ name }) => names.has(name));
}

/** Finds servers by where they meet, the proxies that they are for, port, address, kind and host. */
class ServerIndex {
  readonly #mesh: Mesh;
  readonly #meeting: string;
  readonly #selectors: Map<string, Set<string>>;
  readonly #byPlace = new Map<object, Map<string, GatewayServer[]>>();

  constructor(mesh: Mesh, meeting: string) {
    this.#mesh = mesh;
    this.#meeting = meeting;
    this.#selectors = meetingSelectors(mesh);
  }

  add(server: GatewayServer): void {
    const selector = selectorText(server.gateway);
    if (selector === undefined) return;
    const names = new Set([undefined, ...server.hosts.map(({ name }) => name)]);
    for (const place of meetingPlaces(this.#mesh, server.gateway, this.#meeting)) {
      const known = this.#byPlace.get(place) ?? new Map<string, GatewayServer[]>();
      this.#byPlace.set(place, known);
      for (const name of names) {
        const key = keyOf(selector, server, server.kind, name);
        // Of several servers of one Gateway the first decides, and two Gateways are enough for each to find another one.
        const list = known.get(key) ?? [];
        if (list.length < 2 && !list.some(({ gateway }) => isSame(gateway, server.gateway))) list.push(server);
        known.set(key, list);
      }
    }
  }

  /** Another server of a kind that meets this one; with a host, one that has it. */
  find(server: GatewayServer, kind: string, host?: string): GatewayServer | undefined {
    const selectors = this.#selectors.get(selectorText(server.gateway) ?? '') ?? [];
    for (const place of meetingPlaces(this.#mesh, server.gateway, this.#meeting))
      for (const selector of selectors) {
        const servers = this.#byPlace.get(place)?.get(keyOf(selector, server, kind, host)) ?? [];
        const found = servers.find((other) => !isSame(other.gateway, server.gateway) || isBefore(other, server));
        if (found) return found;
      }
    return undefined;
  }
}

function keyOf(selector: string, { port, bind }: GatewayServer, kind: string, host = ''): string {
  return JSON.stringify([selector, port, bind, kind, host]);
}

/** The same object, or another manifest of it. */
function isSame(one: GatewayServer['gateway'], other: GatewayServer['gateway']): boolean {
  return one === other || (one.name === other.name && one.namespace === other.namespace);
}

function isBefore(other: GatewayServer, server: GatewayServer): boolean {
  return other.gateway === server.gateway && Number(other.field.name) < Number(server.field.name);
}
