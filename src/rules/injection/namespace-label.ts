import { defineRule } from '../../engine/rule.ts';
import { DATAPLANE_MODE_LABEL, INJECTION_LABEL, saysMembership } from '../../mesh/injection.ts';
import { injectsByDefault, isLabelledByKustomize, undecidedWorkloads } from '../../mesh/membership.ts';
import { findMeshEvidence } from '../../mesh/mesh-evidence.ts';
import { isSystemNamespace } from '../../mesh/namespaces.ts';
import { type Edit, insertMember } from '../../yaml/edit.ts';
import { insertMap } from '../../yaml/move.ts';
import type { Resource } from '../../yaml/resource.ts';

/** Without a label no sidecar is injected and no ztunnel takes over: policies and routes of the namespace do nothing. */
export default defineRule({
  summary: 'A namespace that is meant for the mesh has a label that brings it in',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', 'istioctl-parity': ['info', { require: 'all' }] },
  codes: ['IST0102', 'IST0148'],
  fix: 'unsafe',
  options: {
    require: {
      enum: ['mesh-evidence', 'all'],
      default: 'mesh-evidence' as string,
      description:
        'Which namespaces need a label: those whose workloads some policy or route expects in the mesh, or all that have a manifest.',
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
      help: 'Add the label {{label}}, or istio-injection: disabled to keep the namespace out.',
    },
    identity: {
      text: 'Namespace {{name}} is not in the mesh: it has no injection label, so {{evidence}} cannot recognise its workloads.',
      help: 'Add the label {{label}}: the mesh gives callers the identity that the policy asks for.',
    },
    neighbour: {
      text: 'Namespace {{name}} holds workloads and has no label that says whether it is in the mesh, unlike {{evidence}}.',
      help: 'Add the label {{label}}, or istio-injection: disabled to keep it out.',
    },
    unlabelled: {
      text: 'Namespace {{name}} has no label that says whether it is in the mesh.',
      help: 'Add the label {{label}}, or istio-injection: disabled to keep it out.',
    },
    'enabled-by-default': {
      text: 'Namespace {{name}} is in the mesh only because the installation injects namespaces without a label.',
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
    for (const { name, manifests } of mesh.namespaces().values()) {
      const [manifest] = manifests;
      if (!manifest || ignore.includes(name) || name === mesh.rootNamespace || manifests.some(saysMembership)) continue;
      if (isLabelledByKustomize(mesh, name)) continue;
      const place = manifest.metadata.child('name');
      const label = `${key}: ${value}`;
      const edit = labelEdit(manifest, key, value);
      const suggestions = edit ? [{ desc: `Add ${label}`, edit }] : [];
      if (require === 'all' || namespaces.includes(name)) {
        const byDefault = injectsByDefault(mesh);
        const codes = [byDefault ? 'IST0148' : 'IST0102'];
        context.report(place, byDefault ? 'enabled-by-default' : 'unlabelled', { name, label }, { suggestions, codes });
        continue;
      }
      const evidence = isSystemNamespace(name)
        ? undefined
        : findMeshEvidence(mesh, name, undecidedWorkloads(mesh, name));
      if (!evidence || injectsByDefault(mesh)) continue;
      const { messageId, related: message, level } = REASONS[evidence.reason];
      const related = [{ field: evidence.field, message }];
      const data = { name, label, evidence: evidence.resource.display };
      // What a neighbour does is a hint, no more.
      const mend = level ? { level, suggestions } : edit ? { fix: edit } : {};
      const extras = { related, codes: ['IST0102'], ...mend };
      context.report(place, messageId, data, extras);
    }
  },
});

const REASONS = {
  policy: { messageId: 'missing', related: 'this expects the namespace in the mesh', level: undefined },
  route: { messageId: 'missing', related: 'this expects the namespace in the mesh', level: undefined },
  identity: { messageId: 'identity', related: 'this expects the namespace in the mesh', level: undefined },
  neighbour: { messageId: 'neighbour', related: 'this namespace is in the mesh', level: 'info' },
} as const;

function labelEdit({ labels, metadata }: Resource, key: string, value: string): Edit | undefined {
  const [first] = labels.entries();
  if (first) return insertMember(first, key, value);
  return labels.exists ? undefined : insertMap(metadata.child('name'), 'labels', key, value);
}
