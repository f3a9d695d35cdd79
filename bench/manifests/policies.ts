import { type App, below, earlier, head, maybe, teamOf } from './app.ts';

export function authorizationPolicy(app: App): string {
  const { name, style, random } = app;
  const callers = Array.from({ length: 1 + below(random, 6) }, () => {
    const caller = earlier(app);
    return `              - "cluster.local/ns/${teamOf(caller)}/sa/app-${caller}"\n`;
  });
  const operation = style.flow
    ? '            methods: [GET, POST]\n            paths: ["/api/*"]\n'
    : '            methods:\n              - GET\n              - POST\n            paths:\n              - /api/*\n';
  return `${head('security.istio.io/v1', 'AuthorizationPolicy', app)}spec:
  selector:
    matchLabels:
      app: ${name}
  action: ALLOW
  rules:
    - from:
        - source:
            principals:
${callers.join('')}\
${app.hasTokens ? `            requestPrincipals: ["https://login.example.com/${app.namespace}/*"]\n` : ''}\
      to:
        - operation:
${operation}\
${maybe(random, 0.2, `      when:\n        - key: request.headers[x-tenant]\n          values: ["${app.namespace}", 'shared']\n`)}`;
}

/** What is never let in, whatever the other policies say. */
export function denial(app: App): string {
  return `${head('security.istio.io/v1', 'AuthorizationPolicy', { ...app, name: `${app.name}-deny` })}spec:
  selector:
    matchLabels:
      app: ${app.name}
  action: DENY
  rules:
    - to:
        - operation:
            ports: ["8080"]
            paths: ["/admin", "/admin/*"] # both: the second does not match the first
`;
}

export function peerAuthentication({ name, random, ...app }: App): string {
  return `${head('security.istio.io/v1', 'PeerAuthentication', { name, ...app })}spec:
  selector:
    matchLabels:
      app: ${name}
  mtls:
    mode: ${random() < 0.01 ? 'STRIKT' : 'STRICT'}
${maybe(random, 0.1, '  portLevelMtls:\n    8080:\n      mode: PERMISSIVE\n')}`;
}

export function requestAuthentication(app: App): string {
  return `${head('security.istio.io/v1', 'RequestAuthentication', app)}spec:
  selector:
    matchLabels:
      app: ${app.name}
  jwtRules:
    - issuer: "https://login.example.com/${app.namespace}"
      jwksUri: https://login.example.com/${app.namespace}/keys
      audiences:
        - ${app.name}
      forwardOriginalToken: true
`;
}
