import { type App, below, earlier, head, pick, teamOf } from './app.ts';

export function httpRoute(app: App): string {
  const path = app.style.flow
    ? ' {type: PathPrefix, value: /}'
    : '\n            type: PathPrefix\n            value: /';
  return `${head('gateway.networking.k8s.io/v1', 'HTTPRoute', app)}spec:
  parentRefs:
    - name: shared
      namespace: ingress
  hostnames: ["${app.name}.example.com"]
  rules:
    - matches:
        - path:${path}
      backendRefs:
        - name: ${app.name}
          port: 80
`;
}

export function sidecar(app: App): string {
  const teams = Array.from({ length: 1 + below(app.random, 8) }, () => teamOf(earlier(app)));
  const others = [...new Set(teams)].filter((team) => team !== app.namespace);
  return `${head('networking.istio.io/v1', 'Sidecar', app)}spec:
  workloadSelector:
    labels:
      app: ${app.name}
  egress:
    - hosts:
        - "./*"
        - istio-system/*
${others.map((team) => `        - "${team}/*"\n`).join('')}`;
}

export function telemetry(app: App): string {
  return `${head('telemetry.istio.io/v1', 'Telemetry', app)}spec:
  selector:
    matchLabels:
      app: ${app.name}
  accessLogging:
    - filter:
        expression: response.code >= ${pick(app.random, [400, 500])}
  tracing:
    - randomSamplingPercentage: ${pick(app.random, ['1.00', '10', '0.5'])}
`;
}

export function envoyFilter(app: App): string {
  return `${head('networking.istio.io/v1alpha3', 'EnvoyFilter', app)}spec:
  workloadSelector:
    labels:
      app: ${app.name}
  configPatches:
${app.random() < 0.5 ? LOCAL_RATE_LIMIT : lua(app)}`;
}

function lua({ name }: App): string {
  return `    - applyTo: HTTP_FILTER
      match:
        context: SIDECAR_INBOUND
        listener:
          filterChain:
            filter:
              name: envoy.filters.network.http_connection_manager
              subFilter:
                name: envoy.filters.http.router
      patch:
        operation: INSERT_BEFORE
        value:
          name: lua
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua
            inlineCode: |
              -- Marks what this proxy has seen.
              function envoy_on_request(handle)
                local seen = handle:headers():get("x-seen-by")

                if seen == nil then
                  handle:headers():add("x-seen-by", "${name}")
                end
              end
`;
}

const LOCAL_RATE_LIMIT = `    - applyTo: HTTP_FILTER
      match:
        context: SIDECAR_INBOUND
        listener:
          filterChain:
            filter:
              name: envoy.filters.network.http_connection_manager
      patch:
        operation: INSERT_BEFORE
        value:
          name: envoy.filters.http.local_ratelimit
          typed_config:
            "@type": type.googleapis.com/udpa.type.v1.TypedStruct
            type_url: type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
            value:
              stat_prefix: http_local_rate_limiter
              token_bucket:
                max_tokens: 100
                tokens_per_fill: 100
                fill_interval: 60s
              filter_enabled:
                runtime_key: local_rate_limit_enabled
                default_value:
                  numerator: 100
                  denominator: HUNDRED
`;
