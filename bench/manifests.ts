import { type App, earlier, head, type Random, teamOf } from './app.ts';
import { account, autoscaler, canary, deployment, service, settings } from './workloads.ts';

export interface GeneratedFile {
  /** Relative, with "/" between segments. */
  path: string;
  documents: string[];
}

type Make = (app: App) => string;

/** What a team keeps in the files of an application: 13 documents in 5 files, the last one of three kinds. */
const FILES: readonly (readonly [name: string, ...documents: Make[]])[] = [
  ['workload', deployment, canary, service, account, autoscaler],
  ['routes', virtualService, destinationRule],
  ['policies', authorizationPolicy, peerAuthentication],
  ['egress', serviceEntry],
  ['extras', httpRoute, envoyFilter, settings],
];

/** The n-th file of a tree, some with a mistake in it. */
export function fileOf(n: number, random: Random): GeneratedFile {
  const index = Math.floor(n / FILES.length);
  const app = { index, name: `app-${index}`, namespace: teamOf(index), random };
  const [name, ...documents] = FILES[n % FILES.length] ?? ['workload'];
  return { path: `${app.namespace}/${app.name}/${name}.yaml`, documents: documents.map((make) => make(app)) };
}

const pick = <T>(random: Random, items: readonly [T, ...T[]]): T =>
  items[Math.floor(random() * items.length)] ?? items[0];

function virtualService(app: App): string {
  const { name, random } = app;
  const canary = pick(random, [5, 10, 20, 50]);
  const rest = random() < 0.03 ? 100 : 100 - canary;
  return `${head('networking.istio.io/v1', 'VirtualService', app)}spec:
  hosts:
    - ${name}
    - ${name}.${app.namespace}.svc.cluster.local
  http:
    # Testers see the new version.
    - match:
        - headers:
            end-user:
              exact: tester
          uri:
            prefix: /api/v${Math.floor(random() * 9)}
      route:
        - destination:
            host: ${name}
            subset: v2
    - route:
        - destination:
            host: ${name}
            subset: v1
          weight: ${rest}
        - destination:
            host: ${name}
            subset: v2
          weight: ${canary}
      ${random() < 0.02 ? 'timeuot' : 'timeout'}: 10s
      retries:
        attempts: 3
        perTryTimeout: 2s
        retryOn: 5xx,connect-failure
`;
}

function destinationRule(app: App): string {
  const { name, random } = app;
  return `${head('networking.istio.io/v1', 'DestinationRule', app)}spec:
  host: ${name}
  trafficPolicy:
    loadBalancer:
      simple: ${pick(random, ['LEAST_REQUEST', 'ROUND_ROBIN', 'RANDOM'])}
    connectionPool:
      tcp:
        maxConnections: 100
      http:
        http1MaxPendingRequests: 100
        http2MaxRequests: 1000
    outlierDetection:
      consecutive5xxErrors: ${random() < 0.03 ? 1 : 5}
      interval: 30s
      baseEjectionTime: 30s
      maxEjectionPercent: 50
  subsets:
    - name: v1
      labels: {version: v1}
    - name: v2
      labels: {version: v2}
`;
}

function authorizationPolicy(app: App): string {
  const { name, random } = app;
  const callers = Array.from({ length: 1 + Math.floor(random() * 6) }, () => {
    const caller = earlier(app);
    return `cluster.local/ns/${teamOf(caller)}/sa/app-${caller}`;
  });
  return `${head('security.istio.io/v1', 'AuthorizationPolicy', app)}spec:
  selector:
    matchLabels:
      app: ${name}
  action: ALLOW
  rules:
    - from:
        - source:
            principals:
${callers.map((caller) => `              - "${caller}"`).join('\n')}
      to:
        - operation:
            methods: [GET, POST]
            paths: ["/api/*"]
`;
}

function peerAuthentication(app: App): string {
  return `${head('security.istio.io/v1', 'PeerAuthentication', app)}spec:
  selector:
    matchLabels:
      app: ${app.name}
  mtls:
    mode: STRICT
`;
}

function serviceEntry(app: App): string {
  const { name, random } = app;
  const hosts = Array.from(
    { length: 5 + Math.floor(random() * 60) },
    (_, i) => `    - ${name}-${i}.partner-${Math.floor(random() * 400)}.example.com`,
  );
  return `${head('networking.istio.io/v1', 'ServiceEntry', app)}spec:
  hosts:
${hosts.join('\n')}
  location: MESH_EXTERNAL
  resolution: DNS
  ports:
    - number: 443
      name: tls
      protocol: TLS
`;
}

function httpRoute(app: App): string {
  return `${head('gateway.networking.k8s.io/v1', 'HTTPRoute', app)}spec:
  parentRefs:
    - name: shared
      namespace: ingress
  hostnames: ["${app.name}.example.com"]
  rules:
    - matches:
        - path: {type: PathPrefix, value: /}
      backendRefs:
        - name: ${app.name}
          port: 80
`;
}

function envoyFilter(app: App): string {
  return `${head('networking.istio.io/v1alpha3', 'EnvoyFilter', app)}spec:
  workloadSelector:
    labels:
      app: ${app.name}
  configPatches:
    - applyTo: HTTP_FILTER
      match:
        context: SIDECAR_INBOUND
      patch:
        operation: INSERT_BEFORE
        value:
          name: lua
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua
            inlineCode: |
              -- Marks what this proxy has seen.
              function envoy_on_request(handle)
                handle:headers():add("x-seen-by", "${app.name}")
              end
`;
}
