import { type Context, defineRule } from '../../engine/rule.ts';
import {
  hostsKnownIn,
  isBuiltIn,
  namesakesOf,
  qualified,
  serviceOf,
  servicesOfPartialName,
  targetsOfHost,
} from '../../mesh/host-lookup.ts';
import { absenceOf, isInventoried, WORLD_OPTION } from '../../mesh/references.ts';
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
    const { mesh } = context;
    const namespace = mesh.namespaceOf(service);
    const scopes = service.spec.child('exportTo').items();
    // A route is followed where the VirtualService is exported to.
    const from = scopes.map(({ string }) => (string === '.' || string === '*' ? namespace : (string ?? '')));
    if (from.length === 0) from.push(namespace);
    for (const field of destinationsOf(service).map((destination) => destination.child('host'))) {
      const host = field.string;
      // What is no host at all, virtual-service/destination-valid says.
      if (!host || host === '*' || wildcardHostProblem(host)) continue;
      if (context.options.world !== 'closed' && isBuiltIn(mesh, host, namespace)) continue;
      if (from.every((each) => targetsOfHost(mesh, qualified(host, namespace), each).length === 0))
        reportMissing(field, namespace, context);
    }
  },
});

function reportMissing(field: Field, namespace: string, context: Here): void {
  const { mesh, options } = context;
  const host = field.string ?? '';
  const [partial] = servicesOfPartialName(mesh, host);
  const weak = options.world === 'closed' ? {} : { level: 'warning' as const };
  if (partial) {
    const home = mesh.namespaceOf(partial);
    const wanted = `${partial.name}.${home}.svc.cluster.local`;
    const edit = rewriteString(field, wanted);
    const data = { host, service: partial.name, home, wanted };
    context.report(field, 'partial-name', data, { ...weak, ...(edit ? { fix: edit } : {}) });
    return;
  }
  const [hidden] = namesakesOf(mesh, host, namespace);
  if (hidden) {
    const related = [{ field: hidden.root.child('kind'), message: 'it is here' }];
    context.report(field, 'hidden', { host, kind: hidden.kind, namespace }, { related });
    return;
  }
  const isShort = !host.includes('.');
  const { service, home } = serviceOf(host.toLowerCase(), namespace);
  const absence = absenceOf(host, hostsKnownIn(mesh, namespace, isShort), options.world, () =>
    // What lies outside of the cluster needs no entry where traffic to anything is allowed.
    service === undefined ? false : isInventoried(mesh, home, ['', 'Service']),
  );
  if (!absence) return;
  const edit = absence.near === undefined ? undefined : rewriteString(field, absence.near);
  const wanted =
    absence.near === undefined
      ? 'Write the host of a Service, or add a ServiceEntry for it.'
      : `Write ${absence.near}.`;
  context.report(
    field,
    'missing',
    { host, wanted },
    {
      ...(absence.isSure ? {} : weak),
      ...(edit ? { suggestions: [{ desc: `Write ${absence.near}`, edit }] } : {}),
    },
  );
}
