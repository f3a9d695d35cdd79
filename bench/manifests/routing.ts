import { type App, below, head, maybe, pick } from './app.ts';

export function virtualService(app: App): string {
  const { name, hasCanary, random } = app;
  const share = pick(random, [5, 10, 20, 50]);
  return `${head('networking.istio.io/v1', 'VirtualService', app)}spec:
  hosts:
    - ${name}
    - ${name}.${app.namespace}.svc.cluster.local
  http:
${maybe(random, 0.6, testers(app))}\
${maybe(random, 0.3, redirects(app))}\
    - route:
${destination(app, 'v1', hasCanary ? 100 - share : undefined)}\
${hasCanary ? destination(app, 'v2', share) : ''}\
      ${random() < 0.02 ? 'timeuot' : 'timeout'}: ${pick(random, [10, 15, 30])}s
      retries:
        attempts: 3
        perTryTimeout: ${random() < 0.02 ? '2' : '2s'}
        retryOn: 5xx,connect-failure
`;
}

function destination({ name, random }: App, subset: string, weight: number | undefined): string {
  const host = random() < 0.005 ? name.replace('app', 'ap') : name;
  const text = `        - destination:\n            host: ${host}\n            subset: ${subset}\n`;
  return weight === undefined ? text : `${text}          weight: ${weight}\n`;
}

function testers(app: App): string {
  return `    # Testers see the ${app.hasCanary ? 'new' : 'first'} version.
    - match:
        - headers:
            end-user:
              exact: tester
          uri:
            prefix: /api/v${below(app.random, 9)}
      route:
${destination(app, app.hasCanary ? 'v2' : 'v1', undefined)}`;
}

function redirects({ name, random }: App): string {
  const count = 1 + below(random, 6);
  return Array.from(
    { length: count },
    (_, i) => `    - name: old-${i}
      match:
        - uri:
            exact: "/${name}/old/${below(random, 1000)}"
      redirect:
        uri: /${name}/new/${i}
`,
  ).join('');
}

export function destinationRule(app: App): string {
  const { name, style, hasCanary, random } = app;
  const subset = (version: string) =>
    `    - name: ${version}\n      labels:${style.flow ? ` {version: ${version}}` : `\n        version: ${version}`}\n`;
  return `${head('networking.istio.io/v1', 'DestinationRule', app)}spec:
  host: ${name}
  trafficPolicy:
    loadBalancer:
      simple: ${random() < 0.01 ? 'LEAST_REQUESTS' : pick(random, ['LEAST_REQUEST', 'ROUND_ROBIN', 'RANDOM'])}
    connectionPool:
      tcp:
        maxConnections: ${random() < 0.01 ? '"100"' : 100}
${maybe(random, 0.3, '        connectTimeout: 30ms\n')}\
      http:
        http1MaxPendingRequests: 100
        http2MaxRequests: 1000
${maybe(random, 0.3, '        maxRequestsPerConnection: 10\n')}\
    outlierDetection:
      consecutive5xxErrors: 5
      interval: 30s
      baseEjectionTime: 30s
      maxEjectionPercent: 50
  subsets:
${subset('v1')}${hasCanary ? subset('v2') : ''}`;
}

/** Hosts of partners: mostly a few dozen, in some files some hundreds. */
export function serviceEntry(app: App): string {
  const { name, random } = app;
  const hosts = Array.from(
    { length: random() < 0.03 ? 100 + below(random, 200) : 5 + below(random, 60) },
    (_, i) => `    - ${name}-${i}.partner-${below(random, 400)}.example.com`,
  );
  return `${head('networking.istio.io/v1', 'ServiceEntry', app)}\
${maybe(random, 0.05, '  annotations:\n    owner: >\n      The team that talks to partners,\n      reachable at any hour.\n')}\
spec:
  hosts:
${hosts.join('\n')}
${maybe(random, 0.2, "  exportTo: ['.']\n")}\
  location: MESH_EXTERNAL
  resolution: DNS
  ports:
    - number: 443
      name: tls
      protocol: TLS
${maybe(random, 0.2, `    - number: ${random() < 0.03 ? 80_000 : 8080}\n      name: http\n      protocol: HTTP\n`)}`;
}
