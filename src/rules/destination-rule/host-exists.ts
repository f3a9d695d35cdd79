import { defineRule } from '../../engine/rule.ts';
import { absentHost } from '../../mesh/absent-host.ts';
import { hostsKnownIn } from '../../mesh/host-lookup.ts';
import { WORLD_OPTION } from '../../mesh/references.ts';
import { hostsMatch, wildcardHostProblem } from '../../values/dns.ts';
import { rewriteString } from '../../yaml/edit.ts';

/** A DestinationRule says how to reach a host; for one that nobody has, it says nothing to anyone. */
export default defineRule({
  summary: 'The host of a DestinationRule is one of a Service or ServiceEntry',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'warning',
    strict: ['warning', { world: 'closed' }],
    'istioctl-parity': ['warning', { world: 'closed' }],
  },
  codes: ['IST0174', 'KIA0202'],
  fix: 'unsafe',
  options: { world: WORLD_OPTION },
  messages: {
    missing: {
      text: 'No Service or ServiceEntry has the host "{{host}}", so this DestinationRule holds for nothing.',
      help: '{{wanted}}',
    },
    'partial-name': {
      text: 'Istio takes "{{host}}" for a whole domain name, so the DestinationRule does not hold for the Service {{service}} of the namespace {{home}}.',
      help: 'Write {{wanted}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0174/',
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule',
  ],
  kinds: ['networking.istio.io/DestinationRule'],
  check(rule, context) {
    const { mesh, options } = context;
    const field = rule.spec.child('host');
    const host = field.string?.toLowerCase();
    if (rule.isPatch || !host || wildcardHostProblem(host)) return;
    const namespace = mesh.namespaceOf(rule);
    if (host.startsWith('*')) {
      const isUnused =
        options.world === 'closed' && !hostsKnownIn(mesh, '', false).some((each) => hostsMatch(each, host));
      if (isUnused) context.report(field, 'missing', { host, wanted: 'Write the host of a Service or ServiceEntry.' });
      return;
    }
    const absent = absentHost(context, host, namespace, [namespace]);
    // A DestinationRule that is exported is followed from other namespaces too, which may see the host.
    if (!absent || absent.why === 'hidden') return;
    if (absent.why === 'partial-name') {
      const { service, home, wanted } = absent;
      const edit = rewriteString(field, wanted);
      context.report(field, 'partial-name', { host, service, home, wanted }, edit ? { fix: edit } : {});
      return;
    }
    const edit = absent.near === undefined ? undefined : rewriteString(field, absent.near);
    const wanted = absent.near === undefined ? 'Write the host of a Service or ServiceEntry.' : `Write ${absent.near}.`;
    const extras = edit ? { suggestions: [{ desc: `Write ${absent.near}`, edit }] } : {};
    context.report(field, 'missing', { host, wanted }, extras);
  },
});
