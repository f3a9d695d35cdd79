import { defineRule } from '../../engine/rule.ts';
import { isProxyOnly, membershipIn } from '../../mesh/membership.ts';
import { isControlPlane } from '../../mesh/services.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../mesh/workloads.ts';

/** Telemetry and Kiali's graph call a workload by these labels, and subsets of versions are chosen by the second. */
export default defineRule({
  summary: 'Pods of the mesh say by labels which application they are, and which version',
  type: 'suggestion',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'info', strict: ['warning', { version: 'required' }] },
  options: {
    version: {
      enum: ['optional', 'required'],
      default: 'optional',
      description: 'Whether pods need a label with their version too.',
    },
  },
  messages: {
    app: {
      text: 'No label of the pods names their application, so telemetry takes the name of the {{kind}} for it, another one for each version.',
      help: 'Add the label app.kubernetes.io/name, app or service.istio.io/canonical-name.',
    },
    version: {
      text: 'No label of the pods names their version, so telemetry calls it "latest", and no subset can choose it.',
      help: 'Add the label app.kubernetes.io/version, version or service.istio.io/canonical-revision.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/deployment/application-requirements/#pod-requirements',
    'https://istio.io/latest/docs/reference/config/labels/',
  ],
  kinds: [...WORKLOAD_KINDS],
  check(resource, context) {
    const workload = workloadOf(resource, context.mesh);
    if (!workload || resource.isPatch) return;
    const { labels } = workload;
    const lacks = (names: string[]) => !labels.isUnknown && names.every((name) => !labels.child(name).exists);
    const lacksName = lacks(NAMES);
    const lacksVersion = context.options.version === 'required' && lacks(VERSIONS);
    if (!(lacksName || lacksVersion) || isControlPlane(resource) || isProxyOnly(workload)) return;
    if (!['sidecar', 'ambient'].includes(membershipIn(context.mesh, workload))) return;
    const place = labels.isSet ? labels : workload.metadata;
    if (lacksName) context.report(place, 'app', { kind: resource.kind }, { at: 'key' });
    if (lacksVersion) context.report(place, 'version', {}, { at: 'key' });
  },
});

// Those that are written most come first.
const NAMES = ['app', 'app.kubernetes.io/name', 'service.istio.io/canonical-name'];
const VERSIONS = ['version', 'app.kubernetes.io/version', 'service.istio.io/canonical-revision'];
