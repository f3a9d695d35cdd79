import { defineRule } from '../../engine/rule.ts';
import { meshConfigsOf } from '../../mesh/embedded-config.ts';
import { INSTALL_KINDS } from '../../mesh/install/install.ts';
import { extensionProviderProblems } from '../../mesh/settings/extension-provider.ts';

const MESSAGES = {
  'no-name': {
    text: 'This extension provider has no name, so no policy and no Telemetry can refer to it.',
    help: 'Write a name.',
  },
  'repeated-name': {
    text: 'Another extension provider has the name "{{name}}" already, and this one overwrites it.',
    help: 'Give each provider a name of its own.',
  },
  'no-provider': {
    text: 'Extension provider "{{name}}" has a name but no provider, so whoever refers to it gets nothing.',
    help: 'Write one of its kinds, such as envoyExtAuthzGrpc, zipkin or opentelemetry, with its settings.',
  },
  'no-service': {
    text: '{{kind}} of extension provider "{{name}}" has no service, so there is nowhere to send requests.',
    help: 'Write the service, as in service: collector.observability.svc.cluster.local.',
  },
  service: {
    text: 'Extension provider "{{name}}" reaches no cluster, since its service "{{service}}" {{problem}}.',
    help: 'Write a full host name, namespace/host, or an IP address.',
  },
  'no-port': {
    text: '{{kind}} of extension provider "{{name}}" has no port, so there is nowhere to send requests.',
    help: 'Write the port of the service.',
  },
  port: {
    text: 'Port {{port}} of extension provider "{{name}}" {{problem}}.',
    help: 'Write the port of the service.',
  },
  'status-on-error': {
    text: 'Extension provider "{{name}}" answers with "{{status}}" on errors, which is no HTTP status that Envoy knows.',
    help: 'Write a status such as "503"; without one Envoy answers 403.',
  },
  'path-prefix': {
    text: 'The pathPrefix "{{path}}" of extension provider "{{name}}" {{problem}}.',
    help: 'Begin it with "/".',
  },
  'no-token': {
    text: 'Lightstep of extension provider "{{name}}" has no access token, so it accepts no spans.',
    help: 'Write its accessToken.',
  },
  'grpc-and-http': {
    text: 'Extension provider "{{name}}" sends spans by grpc and by http, and only one of the two is possible.',
    help: 'Delete grpc or http.',
  },
};

/** istiod only logs such a provider, and then traces, logs and external authorization fail where it is used. */
export default defineRule({
  summary: 'Extension providers of the mesh config have a name, a service and a port that istiod can use',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  messages: MESSAGES,
  sources: ['https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider'],
  kinds: [...INSTALL_KINDS],
  checkMesh(mesh, context) {
    for (const { field } of meshConfigsOf(mesh)) {
      const names = new Set<string>();
      for (const provider of field.child('extensionProviders').items()) {
        if (!provider.isMap) continue;
        const name = provider.child('name');
        if (name.string === '' || !name.isSet) context.report(name, 'no-name', {}, { at: 'key' });
        else if (name.string !== undefined && names.has(name.string))
          context.report(name, 'repeated-name', { name: name.string });
        if (name.string !== undefined) names.add(name.string);
        for (const { field: place, id, data } of extensionProviderProblems(provider))
          context.report(
            place,
            id,
            { name: String(name.scalar ?? ''), ...data },
            id === 'grpc-and-http' ? { at: 'key' } : {},
          );
      }
    }
  },
});
