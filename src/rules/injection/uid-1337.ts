import { defineRule, type ReportExtras } from '../../engine/rule.ts';
import { isProxyOnly, membershipIn } from '../../mesh/membership.ts';
import { isControlPlane } from '../../mesh/services.ts';
import { containersOf, WORKLOAD_KINDS, workloadOf } from '../../mesh/workloads.ts';
import type { Field } from '../../yaml/field.ts';

/** Traffic of the proxy's user is not redirected, lest it meets itself: an application of that user goes around the proxy. */
export default defineRule({
  summary: "Applications do not run as the proxy's user 1337",
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'error', 'istioctl-parity': 'warning' },
  codes: ['IST0144'],
  messages: {
    reserved: {
      text: 'User 1337 is the one of the sidecar, so traffic of {{what}} is not redirected and goes around the mesh and its policies.',
      help: 'Run it as another user, such as 1000.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/deployment/application-requirements/#pod-requirements',
    'https://istio.io/latest/docs/reference/config/analysis/ist0144/',
  ],
  kinds: [...WORKLOAD_KINDS],
  fields: ['runAsUser'],
  check(resource, context) {
    const workload = workloadOf(resource, context.mesh);
    if (!workload || isControlPlane(resource) || isProxyOnly(workload)) return;
    if (['none', 'ambient'].includes(membershipIn(context.mesh, workload))) return;
    const ofPod = workload.spec.get('securityContext', 'runAsUser');
    // istioctl has one message for each object.
    let extras: ReportExtras = {};
    const report = (field: Field, what: string) => {
      context.report(field, 'reserved', { what }, extras);
      extras = { codes: [] };
    };
    if (ofPod.number === 1337) report(ofPod, 'its containers');
    for (const container of containersOf(workload)) {
      const user = container.get('securityContext', 'runAsUser');
      const name = container.child('name').string;
      if (user.number === 1337 && name !== 'istio-proxy' && name !== 'istio-init')
        report(user, `the container ${name}`);
    }
  },
});
