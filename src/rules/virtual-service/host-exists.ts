import { type Context, defineRule } from '../../engine/rule.ts';
import { type AbsentHost, absentHost, leadsSomewhere } from '../../mesh/absent-host.ts';
import { WORLD_OPTION } from '../../mesh/references.ts';
import { destinationsOf } from '../../mesh/settings/virtual-service-routes.ts';
import { wildcardHostProblem } from '../../values/dns.ts';
import { rewriteString } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

const MESSAGES = {
  missing: {
    text: 'No Service or ServiceEntry has the host "{{host}}", so requests to it fail.',
    help: '{{wanted}}',
  },
  hidden: {
    text: 'The {{kind}} of "{{host}}" is not exported to the namespace {{namespace}}, so requests to it fail.',
    help: 'Add {{namespace}} to its exportTo, or route to another host.',
  },
  'partial-name': {
    text: 'Istio takes "{{host}}" for a whole domain name, so it does not find the Service {{service}} of the namespace {{home}}.',
    help: 'Write {{wanted}}.',
  },
};

type Here = Context<keyof typeof MESSAGES, { world: string }>;

/** A route leads to a host of the registry; to one that is not there, no request gets. */
export default defineRule({
  summary: 'The destinations of a VirtualService are hosts of a Service or ServiceEntry',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: ['error', { world: 'closed' }],
    'istioctl-parity': ['error', { world: 'closed' }],
  },
  codes: ['IST0101', 'KIA1101'],
  fix: 'unsafe',
  options: { world: WORLD_OPTION },
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0101/',
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  check(service, context) {
    if (service.isPatch) return;
    const namespace = context.mesh.namespaceOf(service);
    const scopes = service.spec.child('exportTo').items();
    // A route is followed where the VirtualService is exported to.
    const from = scopes.map(({ string }) => (string === '.' || string === '*' ? namespace : (string ?? '')));
    if (from.length === 0) from.push(namespace);
    for (const destination of destinationsOf(service)) {
      const field = destination.child('host');
      const host = field.string;
      // What is no host at all, virtual-service/destination-valid says.
      if (!host || host === '*' || leadsSomewhere(context.mesh, host, namespace, from)) continue;
      if (wildcardHostProblem(host)) continue;
      const absent = absentHost(context, host, namespace, from);
      if (absent) report(field, absent, namespace, context);
    }
  },
});

function report(field: Field, absent: AbsentHost, namespace: string, context: Here): void {
  const host = field.string ?? '';
  const weak = context.options.world === 'closed' ? {} : { level: 'warning' as const };
  if (absent.why === 'hidden') {
    const { root, kind } = absent.target;
    const related = [{ field: root.child('kind'), message: 'it is here' }];
    context.report(field, 'hidden', { host, kind, namespace }, { related });
  } else if (absent.why === 'partial-name') {
    const { service, home, wanted } = absent;
    const edit = rewriteString(field, wanted);
    context.report(field, 'partial-name', { host, service, home, wanted }, { ...weak, ...(edit ? { fix: edit } : {}) });
  } else {
    const { near, isSure } = absent;
    const edit = near === undefined ? undefined : rewriteString(field, near);
    const wanted = near === undefined ? 'Write the host of a Service, or add a ServiceEntry for it.' : `Write ${near}.`;
    const suggestions = edit ? { suggestions: [{ desc: `Write ${near}`, edit }] } : {};
    context.report(field, 'missing', { host, wanted }, { ...(isSure ? {} : weak), ...suggestions });
  }
}
