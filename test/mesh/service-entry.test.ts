import { describe, expect, it } from 'vitest';
import { entryHosts, portNames, portProtocol, resolutionOf } from '../../src/mesh/service-entry.ts';
import { readSource } from '../../src/yaml/read.ts';
import type { Resource } from '../../src/yaml/resource.ts';

function entry(spec: string, isPatch = false): Resource {
  const text = `apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: a}\nspec: ${spec}\n`;
  const [resource] = readSource('/a.yaml', text).resources;
  if (!resource) throw new Error('no resource');
  return isPatch ? resource.asPatch() : resource;
}

describe('resolutionOf', () => {
  it('is NONE where nothing is written, but not in a patch', () => {
    expect(resolutionOf(entry('{}'))).toBe('NONE');
    expect(resolutionOf(entry('{resolution: null}'))).toBe('NONE');
    expect(resolutionOf(entry('{resolution: DNS}'))).toBe('DNS');
    expect(resolutionOf(entry('{}', true))).toBeUndefined();
    expect(resolutionOf(entry('{resolution: STATIC}', true))).toBe('STATIC');
  });

  it.each(['dns', '""', '1', '[DNS]', '"${RESOLUTION}"'])('does not know %s', (value) => {
    expect(resolutionOf(entry(`{resolution: ${value}}`))).toBeUndefined();
  });
});

describe('entryHosts', () => {
  it('tells at once that plain names are all in order', () => {
    const plain = ['a.example.com', 'db'];
    expect(entryHosts(entry('{hosts: [a.example.com, db]}'))).toEqual({ known: plain, lower: plain, arePlain: true });
    expect(entryHosts(entry('{}')).arePlain).toBe(true);
  });

  it('gives hosts as written and in lower case, without those that are filled in later', () => {
    expect(entryHosts(entry('{hosts: [A.example.com, "${HOST}", 1, b.example.com]}'))).toEqual({
      known: ['A.example.com', 'b.example.com'],
      lower: ['a.example.com', 'b.example.com'],
      arePlain: false,
    });
  });

  it('leaves out a host that a kustomization writes anew', () => {
    const replaced = entry('{hosts: [a.example.com]}');
    const { node } = replaced.get('spec', 'hosts', 0);
    if (node?.type === 'scalar') node.isUnknown = true;
    expect(entryHosts(replaced)).toEqual({ known: [], lower: [], arePlain: false });
  });
});

describe('portProtocol', () => {
  const of = (port: string) => portProtocol(entry(`{ports: [${port}]}`).get('spec', 'ports', 0));

  it('reads protocols in any case', () => {
    expect(of('{number: 1, name: a, protocol: http2}')).toBe('HTTP2');
    expect(of('{number: 1, name: a}')).toBe('Unsupported');
    expect(of('{number: 1, name: a, protocol: ""}')).toBe('Unsupported');
  });

  it('does not judge what is not known, another word or a misspelt field', () => {
    expect(of('{number: 1, name: a, protocol: "{{ .Values.protocol }}"}')).toBeUndefined();
    expect(of('{number: 1, name: a, protocol: QUIC}')).toBeUndefined();
    expect(of('{number: 1, name: a, protocol: 6}')).toBeUndefined();
    expect(of('{number: 1, name: a, protcol: HTTP}')).toBeUndefined();
    expect(of('null')).toBeUndefined();
  });
});

describe('portNames', () => {
  it('has each name once', () => {
    expect(portNames(entry('{ports: [{name: a}, {name: b}, {name: a}]}'))).toEqual(['a', 'b']);
    expect(portNames(entry('{}'))).toEqual([]);
    expect(portNames(entry('{ports: null}'))).toEqual([]);
  });

  it('is unknown with a name that is unknown or none', () => {
    for (const ports of ['[{name: a}, {name: "${B}"}]', '[{number: 1}]', '[{name: "a b"}]', '[null]', '"${PORTS}"'])
      expect(portNames(entry(`{ports: ${ports}}`)), ports).toBeUndefined();
    expect(portNames(entry('{port: [{name: a}]}')), 'misspelt').toBeUndefined();
    expect(portNames(entry('{}', true)), 'patch').toBeUndefined();
  });
});
