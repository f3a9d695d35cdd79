import { expect, it } from 'vitest';
import { extensionProviderProblems } from '../../../src/mesh/settings/extension-provider.ts';
import { readSource } from '../../../src/yaml/read.ts';

function problems(text: string): string[] {
  const [document] = readSource('test.yaml', text).documents;
  if (!document) throw new Error('no document');
  return [...extensionProviderProblems(document.root)].map(({ id, field }) => `${id} ${field.display}`);
}

it.each([
  'prometheus: {}',
  'sds: {service: a, port: 0}',
  'zipkin: {service: zipkin.tracing.svc.cluster.local, port: 9411}',
  'zipkin: {service: zipkin, port: "9411"}',
  'zipkin: {service: ${ZIPKIN}, port: ${PORT}}',
  'zipkin: [zipkin]',
  'envoyOtelAls: {service: "*/otel.example.com", port: 4317}',
  'envoyOtelAls: {service: "./*.example.com", port: 4317}',
  'envoyTcpAls: {service: "2001:db8::1", port: 4317}',
  'envoyExtAuthzHttp: {service: a.b, port: 1, statusOnError: "503", pathPrefix: /check}',
  'envoyExtAuthzGrpc: {service: a.b, port: 1, statusOnError: ""}',
  'opentelemetry: {service: a.b, port: 1, http: {path: /}}',
  'somethingElse: {}',
])('%s is fine', (text) => {
  expect(problems(text)).toEqual([]);
});

it.each([
  ['name: a', ['no-provider ']],
  ['zipkin: {}', ['no-service zipkin.service', 'no-port zipkin.port']],
  ['zipkin: {service: a_b, port: 1}', ['service zipkin.service']],
  ['zipkin: {service: ns/short, port: 1}', ['service zipkin.service']],
  ['zipkin: {service: /a.b, port: 1}', ['service zipkin.service']],
  ['zipkin: {service: a_b/c.d, port: 1}', ['service zipkin.service']],
  ['zipkin: {service: "a/b.*.c", port: 1}', ['service zipkin.service']],
  ['zipkin: {service: a.b, port: 65536}', ['port zipkin.port']],
  ['zipkin: {service: a.b, port: 0}', ['port zipkin.port']],
  [
    'envoyExtAuthzHttp: {service: a.b, port: 1, statusOnError: 4O3}',
    ['status-on-error envoyExtAuthzHttp.statusOnError'],
  ],
  [
    'envoyExtAuthzHttp: {service: a.b, port: 1, statusOnError: "418"}',
    ['status-on-error envoyExtAuthzHttp.statusOnError'],
  ],
  ['envoyExtAuthzHttp: {service: a.b, port: 1, pathPrefix: "/%"}', ['path-prefix envoyExtAuthzHttp.pathPrefix']],
  ['lightstep: {service: a.b, port: 1}', ['no-token lightstep.accessToken']],
  ['opentelemetry: {service: a.b, port: 1, http: {}, grpc: {}}', ['grpc-and-http opentelemetry.http']],
])('%s', (text, wanted) => {
  expect(problems(text)).toEqual(wanted);
});
