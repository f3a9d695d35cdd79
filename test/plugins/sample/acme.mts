// A plugin as an author writes it; compiled against the published types.
import {
  definePlugin,
  defineRule,
  effectiveMtls,
  type Field,
  rewriteString,
  targetsOfHost,
  WORLD_OPTION,
  workloadOf,
} from 'mesh-lint';

const timeout = defineRule({
  summary: 'Every route has a timeout that is short enough',
  level: 'error',
  kinds: ['VirtualService'],
  fields: ['http'],
  options: { longest: { type: 'integer', minimum: 1, default: 10, description: 'Seconds.' } },
  messages: {
    missing: 'The route has no timeout.',
    long: { text: 'The timeout {{timeout}} is longer than {{longest}}s.', help: 'Write a shorter one.' },
  },
  fix: 'unsafe',
  check(resource, context) {
    const longest: number = context.options.longest;
    for (const route of resource.get('spec', 'http').maps()) {
      const field: Field = route.child('timeout');
      const seconds = /^(\d+)s$/.exec(field.string ?? '')?.[1];
      if (!field.exists) context.report(route, 'missing');
      else if (Number(seconds) > longest) {
        const fix = rewriteString(field, `${longest}s`);
        context.report(field, 'long', { timeout: field.string ?? '', longest }, fix ? { fix } : {});
      }
    }
    // @ts-expect-error there is no such message
    if (false as boolean) context.report(resource.spec, 'absent');
    // @ts-expect-error there is no such option
    if (false as boolean) context.options.shortest;
  },
});

const hosts = defineRule({
  summary: 'Routes lead to Services of this repository',
  kinds: ['VirtualService'],
  options: { world: WORLD_OPTION },
  messages: { elsewhere: 'No Service {{host}} is here.' },
  check(resource, context) {
    for (const route of resource.get('spec', 'http').maps())
      for (const destination of route.child('route').maps()) {
        const host = destination.get('destination', 'host');
        const namespace = context.mesh.namespaceOf(resource);
        if (host.string === undefined || targetsOfHost(context.mesh, host.string, namespace).length > 0) continue;
        context.report(host, 'elsewhere', { host: host.string });
      }
  },
});

const strict = defineRule({
  summary: 'Workloads take mutual TLS alone',
  kinds: ['apps/Deployment'],
  presets: {},
  messages: { open: 'Plain text reaches {{name}}.' },
  check(resource, context) {
    const { mesh } = context;
    const workload = workloadOf(resource, mesh);
    if (workload && effectiveMtls(mesh, workload)?.mode !== 'STRICT')
      context.report(resource.root, 'open', { name: resource.name });
  },
});

// @ts-expect-error a rule has messages
defineRule({ summary: 'A rule without messages', kinds: ['*'], check() {} });

export default definePlugin({ meta: { name: 'acme', version: '1.0.0' }, rules: { timeout, hosts, strict } });
