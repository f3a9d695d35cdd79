import { defineRule } from '../../engine/rule.ts';
import { installsOf } from '../../mesh/install/find.ts';
import { INSTALL_KINDS } from '../../mesh/install/install.ts';
import { replaceScalar } from '../../yaml/edit.ts';

/** The running mesh reads this ConfigMap: with it, a STRICT policy turns away every client without a DestinationRule. */
export default defineRule({
  summary: 'The mesh config leaves automatic mutual TLS on',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', security: 'warning' },
  securitySeverity: '6.0',
  fix: 'unsafe',
  messages: {
    off: {
      text: 'enableAutoMtls: false makes clients send plaintext, and workloads with a STRICT PeerAuthentication refuse it.',
      help: 'Write true, or delete the line: true is the default.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/#auto-mtls',
    'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/',
  ],
  kinds: [...INSTALL_KINDS],
  checkMesh(mesh, context) {
    for (const { meshConfig, form } of installsOf(mesh)) {
      const field = meshConfig.child('enableAutoMtls');
      if (form !== 'ConfigMap' || field.boolean !== false) continue;
      const edit = replaceScalar(field, 'true');
      context.report(field, 'off', {}, edit ? { fix: edit } : {});
    }
  },
});
