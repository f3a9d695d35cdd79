const PROTOCOLS = {
  tcp: 'TCP',
  udp: 'UDP',
  grpc: 'GRPC',
  'grpc-web': 'GRPC-Web',
  http: 'HTTP',
  http_proxy: 'HTTP_PROXY',
  http2: 'HTTP2',
  https: 'HTTPS',
  tls: 'TLS',
  mongo: 'Mongo',
  redis: 'Redis',
  mysql: 'MySQL',
} as const;

export type Protocol = (typeof PROTOCOLS)[keyof typeof PROTOCOLS] | 'Unsupported';

const HTTP: ReadonlySet<Protocol> = new Set(['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-Web']);
const TCP: ReadonlySet<Protocol> = new Set(['TCP', 'HTTPS', 'TLS', 'Mongo', 'Redis', 'MySQL']);

/** The protocols that a port may name, as Istio writes them. */
export const SUPPORTED_PROTOCOLS: readonly Protocol[] = Object.values(PROTOCOLS);

/** The protocol that a port names, in any case of letters; 'Unsupported' for other text. */
export function protocolOf(text: string): Protocol {
  return BY_NAME.get(text.toLowerCase()) ?? 'Unsupported';
}

const BY_NAME: ReadonlyMap<string, Protocol> = new Map(Object.entries(PROTOCOLS));

/** Plain-text HTTP in any of its versions. */
export function isHttp(protocol: Protocol): boolean {
  return HTTP.has(protocol);
}

/** Carried as opaque bytes; HTTPS and TLS count, for their content cannot be read. */
export function isTcp(protocol: Protocol): boolean {
  return TCP.has(protocol);
}

/** HTTPS or TLS. */
export function isTls(protocol: Protocol): boolean {
  return protocol === 'HTTPS' || protocol === 'TLS';
}
