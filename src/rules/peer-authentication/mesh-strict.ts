import { defineRule } from '../../engine/rule.ts';
import { installsOf } from '../../mesh/install/find.ts';
import { INSTALL_KINDS } from '../../mesh/install/install.ts';
import { modeField, modeOf, peerAuthentications, scopeOf } from '../../mesh/peer-authentication.ts';
import { rewriteString } from '../../yaml/edit.ts';

/** Istio's own default is PERMISSIVE: until a mesh-wide policy says STRICT, every workload takes plaintext from anyone. */
export default defineRule({
  summary: 'A PeerAuthentication in the root namespace makes mutual TLS STRICT for the whole mesh',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', security: 'error' },
  securitySeverity: '6.5',
  options: {
    mode: {
      enum: ['STRICT', 'PERMISSIVE'],
      default: 'STRICT' as string,
      description: 'The mode that the mesh-wide policy must have.',
    },
    name: {
      type: 'string',
      default: 'default',
      description: 'The name that the message proposes for a policy that is missing.',
    },
  },
  messages: {
    weak: {
      text: 'The mesh-wide mode is {{mode}}, so workloads accept plaintext traffic from anyone.',
      help: 'Write mode: {{wanted}}; let single namespaces or ports be PERMISSIVE where a client cannot do mutual TLS yet.',
    },
    unset: {
      text: 'This mesh-wide policy sets no mode, so the mesh stays PERMISSIVE and accepts plaintext traffic from anyone.',
      help: 'Add mtls: {mode: {{wanted}}} to its spec.',
    },
    missing: {
      text: 'Istio is installed here without a mesh-wide PeerAuthentication, so every workload accepts plaintext traffic from anyone.',
      help: 'Add a PeerAuthentication "{{name}}" in {{root}} with mtls.mode {{wanted}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/best-practices/security/#mutual-tls',
    'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
  ],
  kinds: ['PeerAuthentication', ...INSTALL_KINDS],
  checkMesh(mesh, context) {
    const { mode: wanted, name } = context.options;
    const policies = peerAuthentications(mesh);
    const meshWide = policies.filter((policy) => scopeOf(policy, mesh) === 'mesh');
    for (const policy of meshWide) {
      const [field, mode] = [modeField(policy), modeOf(policy)];
      if (mode === undefined || mode === wanted || mode === 'STRICT' || mode === 'DISABLE') continue;
      const edit = rewriteString(field, wanted);
      if (!field.isSet) context.report(field, 'unset', { wanted });
      else
        context.report(
          field,
          'weak',
          { mode, wanted },
          edit ? { suggestions: [{ desc: `Write ${wanted}`, edit }] } : {},
        );
    }
    const install = installsOf(mesh).find(({ controlPlane, isPatch }) => controlPlane && !isPatch);
    const elsewhere = policies.some((policy) => !mesh.namespaceOf(policy) && scopeOf(policy, mesh) !== 'workload');
    if (!install || meshWide.length > 0 || elsewhere) return;
    context.report(install.root, 'missing', { name, root: mesh.rootNamespace, wanted }, { at: 'key' });
  },
});
