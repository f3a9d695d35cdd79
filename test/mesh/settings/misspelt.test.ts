import { expect, it } from 'vitest';
import { isMisspelt } from '../../../src/mesh/settings/misspelt.ts';
import { readSource } from '../../../src/yaml/read.ts';

function misspelt(text: string, name: string): boolean | undefined {
  const [document] = readSource('/a.yaml', text).documents;
  return document && isMisspelt(document.root.child(name));
}

it('finds a key that is nearly the one that is not written', () => {
  expect(misspelt('endoints: []', 'endpoints')).toBe(true);
  expect(misspelt('Endpoints: []', 'endpoints')).toBe(true);
  expect(misspelt('hosts: []', 'endpoints')).toBe(false);
  expect(misspelt('[endoints]', 'endpoints')).toBe(false);
});

it('does not doubt a field that is written', () => {
  expect(misspelt('{endpoints: null, endoints: []}', 'endpoints')).toBe(false);
});

it('leaves out names that mean something else', () => {
  const [document] = readSource('/a.yaml', '{patch: {}, batch: {}}').documents;
  const field = document?.root.child('match');
  expect(field && isMisspelt(field)).toBe(true);
  expect(field && isMisspelt(field, ['patch', 'batch'])).toBe(false);
  expect(field && isMisspelt(field, ['patch'])).toBe(true);
});
