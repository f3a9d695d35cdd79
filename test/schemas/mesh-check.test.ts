import { describe, expect, it } from 'vitest';
import { checkMessage } from '../../src/schemas/mesh/check.ts';
import { readSource } from '../../src/yaml/read.ts';

function check(text: string, type = 'MeshConfig', version = '1.31'): string[] {
  const [document] = readSource('test.yaml', text).documents;
  if (!document) throw new Error('no document');
  return [...checkMessage(document.root, type, version)].map(({ id, field, ignored, edit }) => {
    const fix = edit ? ` -> ${edit.text}` : '';
    return `${id}${ignored ? '' : '!'} ${field.display}${fix}`;
  });
}

describe('mesh configuration as Istio reads it', () => {
  it.each([
    ['nothing but null', 'accessLogFile:\ndefaultConfig: ~\nextensionProviders: null'],
    [
      'names of the .proto file',
      'access_log_file: a\nmesh_mTLS: {min_protocol_version: TLSV1_3}\nh2_upgrade_policy: UPGRADE',
    ],
    ['numbers in quotes', 'proxyListenPort: "15001"\ndefaultConfig: {concurrency: "0", tracing: {sampling: "0.5"}}'],
    ['enums as numbers', 'accessLogEncoding: 1\ndefaultConfig: {controlPlaneAuthPolicy: 1000}'],
    ['durations', 'connectTimeout: 1m30s\ndnsRefreshRate: 0.5s\nprotocolDetectionTimeout: "0"'],
    ['wrappers', 'enableAutoMtls: true\ndefaultConfig: {holdApplicationUntilProxyStarts: false}'],
    ['maps of messages', 'defaultConfig: {tracing: {customTags: {a: {literal: {value: b}}}}}'],
    ['free structs', 'extensionProviders: [{name: a, envoyOtelAls: {logFormat: {labels: {a: [1, {b: c}]}}}}]'],
    ['placeholders', 'accessLogEncoding: ${A}\n${B}: 1\nconnectTimeout: <time>\ndefaultConfig: ${C}'],
    ['an empty message', 'extensionProviders: [{name: prometheus, prometheus: {}}]'],
  ])('%s is fine', (_, text) => {
    expect(check(text)).toEqual([]);
  });

  it.each([
    ['acessLogFile: a', ['misspelt acessLogFile -> accessLogFile']],
    ['acessLogFile: a\naccessLogFile: b', ['misspelt acessLogFile']],
    ['quiteDifferent: a', ['unknown quiteDifferent']],
    ['mesh_MTLS: {}', ['misspelt mesh_MTLS -> meshMTLS']],
    ['concurrency: 2', ['misplaced concurrency']],
    ['defaultConfig: {trustDomain: a}', ['misplaced defaultConfig.trustDomain']],
    ['mixerAddress: a', ['removed mixerAddress']],
    ['accessLogFile: 1', ['text! accessLogFile -> "1"']],
    ['accessLogFile: [a]', ['type! accessLogFile']],
    ['enableTracing: "true"', ['type! enableTracing -> true']],
    ['enableTracing: 1', ['type! enableTracing']],
    ['proxyListenPort: many', ['type! proxyListenPort']],
    ['proxyListenPort: 1.5', ['type! proxyListenPort']],
    ['proxyListenPort: 2147483648', ['range! proxyListenPort']],
    ['defaultConfig: {fileFlushMinSizeKb: -1}', ['range! defaultConfig.fileFlushMinSizeKb']],
    ['connectTimeout: 10', ['duration! connectTimeout']],
    ['connectTimeout: 1d', ['duration! connectTimeout']],
    ['accessLogEncoding: XML', ['enum! accessLogEncoding']],
    ['accessLogEncoding: json', ['enum-near! accessLogEncoding -> JSON']],
    ['accessLogEncoding: 7', ['enum! accessLogEncoding']],
    ['accessLogEncoding: true', ['type! accessLogEncoding']],
    ['trustDomainAliases: a', ['type! trustDomainAliases']],
    ['trustDomainAliases: [1]', ['text! trustDomainAliases[0] -> "1"']],
    ['defaultConfig: {proxyMetadata: [a]}', ['type! defaultConfig.proxyMetadata']],
    ['defaultConfig: {proxyMetadata: {A: true}}', ['text! defaultConfig.proxyMetadata.A -> "true"']],
    ['defaultConfig: 1', ['type! defaultConfig']],
    ['defaultConfig: {tracing: {zipkin: {}, datadog: {}}}', ['oneof defaultConfig.tracing.datadog']],
    ['defaultConfig: {tracing: {zipkin: ~, datadog: {}}}', []],
  ])('%s', (text, wanted) => {
    expect(check(text)).toEqual(wanted);
  });

  it('knows what came with which minor', () => {
    const text = 'outboundTrafficPolicy: {mode: ALLOW_ANY, tls: {mode: SIMPLE}}';
    expect(check(text, 'MeshConfig', '1.29')).toEqual(['not-yet outboundTrafficPolicy.tls']);
    expect(check(text, 'MeshConfig', '1.30')).toEqual([]);
    const mode = 'outboundTrafficPolicy: {mode: ALLOW_ANY_DYNAMIC_DNS}';
    expect(check(mode, 'MeshConfig', '1.31')).toEqual([]);
    expect(check(mode, 'MeshConfig', '1.24')).toEqual(['enum! outboundTrafficPolicy.mode']);
  });

  it('reads networks with and without the message around them', () => {
    expect(check('networks: {a: {endpoint: []}}', 'MeshNetworks')).toEqual([
      'misspelt networks.a.endpoint -> endpoints',
    ]);
    expect(check('a: {gateways: [{address: b, registryServiceName: c, port: 1}]}', '{}Network')).toEqual([
      'oneof a.gateways[0].registryServiceName',
    ]);
    expect(check('a: 1', '{}Network')).toEqual(['type! a']);
  });
});
