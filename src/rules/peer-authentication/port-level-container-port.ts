import { defineRule, type ReportExtras } from '../../engine/rule.ts';
import { effectiveMtls } from '../../mesh/effective-mtls.ts';
import { hasSelector } from '../../mesh/peer-authentication.ts';
import { policyPorts } from '../../mesh/policy-ports.ts';
import { replaceSpan } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

/** The proxy of a pod sees the port of the pod: what a Service calls it, it never hears. */
export default defineRule({
  summary: 'The ports of portLevelMtls are ports of the pods, not of their Service',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning' },
  fix: 'unsafe',
  messages: {
    'service-port': {
      text: 'Port {{port}} is one of Service {{service}}, and portLevelMtls counts ports of the pods, so {{mode}} takes effect nowhere{{instead}}.',
      help: 'Write {{target}}, the port of the pods.',
    },
    'no-port': {
      text: 'Neither the containers of {{workload}} nor their Services have a port {{port}}, so {{mode}} seems to be for nothing.',
      help: 'Write the port at which the application listens; the containers name {{ports}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication',
    'https://istio.io/latest/docs/tasks/security/authentication/authn-policy/#enable-mutual-tls-per-workload',
  ],
  kinds: ['security.istio.io/PeerAuthentication'],
  fields: ['portLevelMtls'],
  check(policy, context) {
    const { mesh } = context;
    const entries = policy.spec.child('portLevelMtls').entries();
    const isIgnored = mesh.namespaceOf(policy) === mesh.rootNamespace || !hasSelector(policy);
    if (policy.isPatch || isIgnored || entries.length === 0) return;
    const ports = policyPorts(mesh, policy);
    if (!ports) return;
    for (const field of entries) {
      const port = Number(field.name);
      if (!/^[1-9]\d{0,4}$/.test(field.name) || ports.isOfPods(port)) continue;
      const mode = field.textOf('mode') ?? 'the mode';
      const [first, ...others] = ports.ofServices(port);
      if (!first) {
        const { named, workloads } = ports;
        const data = { port, mode, workload: workloads[0]?.resource.display ?? '', ports: named?.join(', ') ?? '' };
        if (named && !ports.isMentioned(port)) context.report(field, 'no-port', data, { at: 'key', level: 'info' });
        continue;
      }
      const targets = [...new Set([first, ...others].map(({ target }) => target))];
      // A name that no container gives says nothing.
      if (targets.some((target) => !/^\d+$/.test(target))) continue;
      const [workload] = ports.workloads;
      const kept = workload && targets.length === 1 ? effectiveMtls(mesh, workload, Number(targets[0])) : undefined;
      const instead = kept ? `, and ${targets[0]} stays ${kept.mode}` : '';
      const data = { port, service: first.service.name, mode, instead, target: targets.join(' or ') };
      const related = [{ field: first.field, message: `leads to port ${first.target} of the pods` }];
      context.report(field, 'service-port', data, { at: 'key', related, ...fixFor(field, targets) });
    }
  },
});

function fixFor(field: Field, [target, ...others]: string[]): ReportExtras {
  const { keySpan, parent, document, name } = field;
  if (!keySpan || !target || others.length > 0 || parent?.child(target).exists) return {};
  const fix = replaceSpan(field, keySpan, document.text(keySpan).replace(name, target));
  return fix ? { fix } : {};
}
