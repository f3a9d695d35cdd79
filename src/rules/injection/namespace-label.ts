import { defineRule } from '../../engine/rule.ts';
import { DATAPLANE_MODE_LABEL, INJECTION_LABEL, saysMembership } from '../../mesh/injection.ts';
import { decidesForItself, findMeshEvidence } from '../../mesh/membership.ts';
import { isSystemNamespace } from '../../mesh/namespaces.ts';
import { insertMember } from '../../yaml/edit.ts';

/** Without a label no sidecar is injected and no ztunnel takes over: policies and routes of the namespace do nothing. */
export default defineRule({
  summary: 'A namespace that is meant for the mesh has a label that brings it in',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', 'istioctl-parity': ['info', { require: 'all' }] },
  codes: ['IST0102'],
  options: {
    require: {
      enum: ['mesh-evidence', 'all'],
      default: 'mesh-evidence' as string,
      description:
        'Which namespaces need a label: those with workloads and with policies or routes for them, or all that have a manifest.',
    },
    namespaces: {
      type: 'array',
      items: { type: 'string' },
      default: [] as string[],
      description: 'Namespaces that need a label in any case.',
    },
    ignore: {
      type: 'array',
      items: { type: 'string' },
      default: [] as string[],
      description: 'Namespaces that need none.',
    },
    dataplane: {
      enum: ['sidecar', 'ambient'],
      default: 'sidecar' as string,
      description: 'Which label the message proposes.',
    },
  },
  messages: {
    missing: {
      text: 'Namespace {{name}} is not in the mesh: it has no injection label, so {{evidence}} has no effect on its workloads.',
      help: 'Add the label {{label}}.',
    },
    unlabelled: {
      text: 'Namespace {{name}} has no label that says whether it is in the mesh.',
      help: 'Add the label {{label}}, or istio-injection: disabled to keep it out.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/',
    'https://istio.io/latest/docs/ambient/usage/add-workloads/',
  ],
  kinds: ['core/Namespace'],
  checkMesh(mesh, context) {
    const { require, namespaces, ignore, dataplane } = context.options;
    const [key, value] = dataplane === 'ambient' ? [DATAPLANE_MODE_LABEL, 'ambient'] : [INJECTION_LABEL, 'enabled'];
    const label = `${key}: ${value}`;
    for (const { name, manifests } of mesh.namespaces().values()) {
      const [manifest] = manifests;
      if (!manifest || ignore.includes(name) || manifests.some(saysMembership)) continue;
      if (isSystemNamespace(name) || name === mesh.rootNamespace || decidesForItself(mesh, name)) continue;
      const evidence = require === 'mesh-evidence' ? findMeshEvidence(mesh, name) : undefined;
      if (require === 'mesh-evidence' && !evidence && !namespaces.includes(name)) continue;
      const { labels } = manifest;
      const [first] = labels.entries();
      const edit = first && insertMember(first, key, value);
      const suggestions = edit ? { suggestions: [{ desc: `Add ${label}`, edit }] } : {};
      const place = labels.isSet ? labels : manifest.metadata.child('name');
      if (evidence) {
        const related = [
          { field: evidence.metadata.child('name'), message: 'this shows that the namespace is meant for the mesh' },
        ];
        context.report(
          place,
          'missing',
          { name, label, evidence: evidence.display },
          { related, resource: manifest, ...suggestions },
        );
      } else context.report(place, 'unlabelled', { name, label }, { resource: manifest, ...suggestions });
    }
  },
});
