import { defineRule } from '../../engine/rule.ts';
import { installsOf } from '../../mesh/install/find.ts';
import { INSTALL_KINDS, type Install } from '../../mesh/install/install.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { insertMember, rewriteString } from '../../yaml/edit.ts';

/** Without access logs there is no answer to "who called whom, and with what result" when it is asked. */
export default defineRule({
  summary: 'The mesh writes access logs',
  type: 'suggestion',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'info', strict: 'info', production: 'info' },
  fix: 'unsafe',
  options: {
    file: { type: 'string', default: '/dev/stdout', description: 'The file that the message proposes.' },
  },
  messages: {
    none: {
      text: 'This mesh config switches no access logs on, so a failed request leaves no trace at the proxies.',
      help: 'Set accessLogFile: {{file}}, or add a Telemetry with accessLogging in {{root}}.',
    },
    off: {
      text: 'An empty accessLogFile switches access logs off, so a failed request leaves no trace at the proxies.',
      help: 'Set accessLogFile: {{file}}, or add a Telemetry with accessLogging in {{root}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/tasks/observability/logs/access-log/',
    'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/',
  ],
  kinds: [...INSTALL_KINDS],
  checkMesh(mesh, context) {
    const data = { file: context.options.file, root: mesh.rootNamespace };
    const installs = installsOf(mesh).filter(({ controlPlane, meshConfig }) => controlPlane && meshConfig.isMap);
    if (logsByTelemetry(mesh)) return;
    const merged = installs.filter(({ form, isPatch }) => isPatch || form === 'HelmValues').some(logs);
    for (const install of installs) {
      const { meshConfig, form, isPatch, overlaid } = install;
      const file = meshConfig.child('accessLogFile');
      if (logs(install)) continue;
      const [first] = meshConfig.entries();
      const edit = file.exists
        ? rewriteString(file, data.file)
        : first && insertMember(first, 'accessLogFile', data.file);
      const fix = edit ? { fix: edit } : {};
      if (file.string === '') context.report(file, 'off', data, fix);
      else if (!isPatch && !overlaid && !merged)
        context.report(meshConfig, 'none', data, { at: form === 'ConfigMap' ? 'value' : 'key', ...fix });
    }
  },
});

/** Also what is unknown here may switch them on, and the demo profile does. */
function logs({ meshConfig, profiles }: Install): boolean {
  const file = meshConfig.child('accessLogFile');
  return (
    file.isUnknown ||
    (file.string ?? '') !== '' ||
    meshConfig.get('defaultProviders', 'accessLogging').isSet ||
    meshConfig.child('enableEnvoyAccessLogService').boolean === true ||
    profiles.some(({ field }) => field.string === 'demo')
  );
}

function logsByTelemetry(mesh: Mesh): boolean {
  return mesh
    .ofKind('Telemetry', 'telemetry.istio.io')
    .some(
      (telemetry) =>
        mesh.mayBeIn(telemetry, mesh.rootNamespace) && telemetry.spec.child('accessLogging').items().length > 0,
    );
}
