import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ISTIO_VERSION, ISTIO_VERSIONS, SchemaSet } from '../../src/schemas/index.ts';
import { readSource } from '../../src/yaml/read.ts';
import { briefly, manifest } from './violations-of.ts';

describe('what is served', () => {
  it('by which versions of Istio', () => {
    expect(ISTIO_VERSIONS).toEqual(['1.24', '1.25', '1.26', '1.27', '1.28', '1.29', '1.30', '1.31', '1.32']);
    expect(ISTIO_VERSIONS).toContain(DEFAULT_ISTIO_VERSION);
  });

  it.each(ISTIO_VERSIONS)('in Istio %s', (version) => {
    const schemas = new SchemaSet(version);
    const versions = (group: string, kind: string) => schemas.served(group, kind)?.versions;
    expect(versions('networking.istio.io', 'VirtualService')).toEqual(['v1', 'v1beta1', 'v1alpha3']);
    expect(versions('networking.istio.io', 'EnvoyFilter')).toEqual(['v1alpha3']);
    expect(versions('networking.istio.io', 'ProxyConfig')).toEqual(['v1beta1']);
    expect(versions('security.istio.io', 'AuthorizationPolicy')).toEqual(['v1', 'v1beta1']);
    expect(versions('telemetry.istio.io', 'Telemetry')).toEqual(['v1', 'v1alpha1']);
    expect(versions('extensions.istio.io', 'WasmPlugin')).toEqual(['v1alpha1']);
    expect(versions('gateway.networking.k8s.io', 'HTTPRoute')).toEqual(['v1', 'v1beta1']);
    expect(versions('install.istio.io', 'IstioOperator')).toEqual(['v1alpha1']);
    expect(schemas.served('networking.istio.io', 'VirtualServce')).toBeUndefined();
    expect(schemas.served('networking.istio.io', 'constructor')).toBeUndefined();
    expect(schemas.kinds().every(({ versions, preferred }) => versions[0] === preferred)).toBe(true);
    expect(schemas.kinds().filter(({ group }) => group.endsWith('istio.io'))).toHaveLength(version < '1.30' ? 15 : 16);
  });

  it('differs from version to version', async () => {
    const text = manifest('DestinationRule', 'host: a\ntrafficPolicy: {loadBalancer: {backendUtilization: {}}}');
    expect(await briefly(text, { istioVersion: '1.32' })).toEqual([]);
    expect(await briefly(text, { istioVersion: '1.31' })).toEqual([
      'not-yet spec.trafficPolicy.loadBalancer.backendUtilization',
    ]);
  });

  it('is nothing for a version that is not known', async () => {
    const schemas = new SchemaSet('1.0');
    expect(schemas.kinds()).toEqual([]);
  });
});

describe('validate', () => {
  it('passes over kinds and versions that it does not know', async () => {
    const text = manifest('DestinationRule', 'hots: a');
    expect(await briefly(text.replace('istio.io/v1', 'istio.io/v9'))).toEqual([]);
    expect(await briefly(text.replace('kind: DestinationRule', 'kind: Other'))).toEqual([]);
    expect(await briefly(text.replace('networking.istio.io/v1', 'apps/v1'))).toEqual([]);
  });

  it('never throws, and points into the document, whatever stands there', async () => {
    const names = [
      'spec',
      'hosts',
      'http',
      'route',
      'match',
      'uri',
      'exact',
      'listeners',
      'ports',
      'name',
      '0',
      '__proto__',
    ];
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom<unknown>(null, true, 0, -1.5, 1e21, '', 'a', '${A}', '~/', 'x'.repeat(400)),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie('any'), { maxKeys: 4 }),
      ),
    })).any;
    const kinds = new SchemaSet('1.32').kinds();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...kinds), value, value, async ({ group, kind, preferred }, metadata, spec) => {
        const text = JSON.stringify({ apiVersion: `${group}/${preferred}`, kind, metadata, spec });
        const resources = readSource('test.json', text).resources;
        const schemas = new SchemaSet('1.32');
        await schemas.prepare(resources);
        for (const { field, data, edit } of resources.flatMap((resource) => [...schemas.validate(resource)])) {
          const { start, end } = edit ?? field.span;
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(Object.values(data)).not.toContain(undefined);
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
