import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import { peersAt } from '../../bench/peers.ts';

const folder = mkdtempSync(join(tmpdir(), 'mesh-lint-peers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { all } = peersAt(folder);
const TREE = { files: 2, documents: 1234, bytes: 5 };
const didOf = (name: string, output: string) => all.find((peer) => peer.name === name)?.didOf(output, TREE);

describe('what another tool did', () => {
  it('is read from what it printed', () => {
    expect(
      didOf(
        'kubeconform',
        'Summary: 1234 resources found in 2 files - Valid: 1000, Invalid: 3, Errors: 1, Skipped: 230\n',
      ),
    ).toBe('1,003 of 1,234 documents checked, 230 skipped; 4 invalid');
    expect(
      didOf('istioctl validate', '"a.yaml" has warnings: \n\t* EnvoyFilter/a/b: careful\n"b.yaml" is valid\n'),
    ).toBe('1,234 documents read; 1 problem');
    expect(
      didOf('istioctl analyze', 'warn\tfile\tunknown value - skipping\nError [IST0101] (VirtualService a/b) x\n'),
    ).toBe('1,234 documents read, 1 of them left out; 1 message');
    expect(didOf('kube-linter', 'a.yaml: (object: a/b apps/v1, Kind=Deployment) x (check: y, remediation: z)\n')).toBe(
      '1,234 documents read; 1 finding',
    );
  });
});

describe('schemas for kubeconform', () => {
  const schemaOf = (name: string) => JSON.parse(readFileSync(join(folder, 'json-schemas', name), 'utf8'));

  it('are there for every kind and version, with nothing of Kubernetes’ dialect left', () => {
    const names = readdirSync(join(folder, 'json-schemas'));
    expect(names).toEqual(
      expect.arrayContaining([
        'virtualservice_networking.istio.io_v1alpha3.json',
        'httproute_gateway.networking.k8s.io_v1.json',
      ]),
    );
    for (const name of names) {
      expect(JSON.stringify(schemaOf(name))).not.toMatch(/"(?:\$ref|nullable|x-kubernetes-[\w-]+)":/);
    }
  });

  it('forbid fields that are not listed, and leave open what the CRD leaves open', () => {
    const ajv = new Ajv({ strict: false });
    const isRule = ajv.compile(schemaOf('destinationrule_networking.istio.io_v1.json'));
    const rule = (spec: object) => ({
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: {},
      spec,
    });
    expect(isRule(rule({ host: 'a', subsets: [{ name: 'v1', labels: { any: 'label' } }] }))).toBe(true);
    expect(isRule(rule({ host: 'a', subset: [] }))).toBe(false);
    expect(isRule(rule({ host: 'a', trafficPolicy: { loadBalancer: { simple: 'FASTEST' } } }))).toBe(false);
    const isFilter = ajv.compile(schemaOf('envoyfilter_networking.istio.io_v1alpha3.json'));
    const value = { name: 'x', typed_config: { any: 1 } };
    expect(isFilter({ metadata: {}, spec: { configPatches: [{ patch: { value } }] } })).toBe(true);
  });
});
