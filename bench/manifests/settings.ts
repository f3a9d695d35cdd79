import { type App, below, head, maybe } from './app.ts';

/** Texts in a ConfigMap: properties, and now and then YAML. */
export function settings(app: App): string {
  const { name, namespace, random } = app;
  const lines = Array.from({ length: 10 + below(random, 30) }, (_, i) => `    key.${i} = ${below(random, 1e6)}`);
  return `${head('v1', 'ConfigMap', app)}data:
  LOG_FORMAT: ${random() < 0.5 ? 'json' : '"%d %level: %msg"'}
  CACHE_SECONDS: "${below(random, 600)}"
${maybe(random, 0.1, `  motd: >-\n    Welcome to ${name}.\n    Ask ${namespace}\n    for access.\n`)}\
  application.properties: |
    # What differs from the defaults.

${lines.join('\n')}
${maybe(random, 0.2, `  routes.yaml: |-\n    routes:\n      - path: /${name}\n        ttl: 30\n      # the rest\n      - path: /\n`)}`;
}
