import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { CONFIG_KEYS, OVERRIDE_KEYS } from '../../src/config/parse.ts';
import { CRITERIA_KEYS } from '../../src/config/resources.ts';
import { SETTINGS_KEYS } from '../../src/config/settings.ts';
import { readSource } from '../../src/yaml/read.ts';
import { ROOT } from '../support/fixtures.ts';

const schema = JSON.parse(readFileSync(join(ROOT, 'docs', 'config.schema.json'), 'utf8'));
const validate = new Ajv({ strict: false }).compile(schema);
const accepts = (yaml: string) => validate(readSource('x.yaml', yaml).documents[0]?.root.value ?? {});

describe('the schema of configurations', () => {
  it.each([
    '{}',
    'root: true\nextends: [mesh-lint:recommended, strict, ./org.yaml, acme]',
    'extends: recommended\nplugins: ./rules.js\nignorePatterns: vendor',
    "rules: {core/schema: 'off', core/cel: [warn], virtual-service/weights-sum: [2, {allowProportional: true}]}",
    'rules: {acme/no-reviews: [error, {anything: 5}], "@acme/mesh/x": warn}',
    'overrides: [{files: [a/**], excludedFiles: b, extends: strict, rules: {core/schema: info}}]',
    'overrides: [{resources: [{kinds: Gateway, names: [a], namespaces: b, labels: {app: [one, two]}}]}]',
    'settings: {istioVersion: 1.31, rootNamespace: istio-system, namespace: shop, world: closed, context: [a], snapshot: b}',
    'settings: {istioVersion: 1.30, worlds: envs/*, externals: {hosts: ["*.example.com"], secrets: a}}',
  ])('accepts %s', (yaml) => {
    expect({ accepted: accepts(yaml), errors: validate.errors }).toEqual({ accepted: true, errors: null });
  });

  it.each([
    'rule: {}',
    'root: 1',
    'extends: 5',
    'rules: {virtual-service/weight-sum: error}',
    'rules: {nonsense: error}',
    'rules: {core/schema: fatal}',
    'rules: {core/schema: [error, {}, {}]}',
    'rules: {virtual-service/weights-sum: [error, {allowProportionl: true}]}',
    'rules: {virtual-service/weights-sum: [error, {allowProportional: 7}]}',
    'overrides: [{rules: {}}]',
    'overrides: [{files: a, rule: {}}]',
    'overrides: [{resources: {kind: Gateway}}]',
    'overrides: [{resources: {}}]',
    'settings: {istioVersion: 2}',
    'settings: {world: close}',
    'settings: {externals: {host: a}}',
  ])('refuses %s', (yaml) => {
    expect(accepts(yaml)).toBe(false);
  });

  it('knows the keys that are read', () => {
    expect(Object.keys(schema.properties)).toEqual([...CONFIG_KEYS]);
    expect(Object.keys(schema.definitions.override.properties)).toEqual([...OVERRIDE_KEYS]);
    expect(Object.keys(schema.definitions.resources.properties)).toEqual([...CRITERIA_KEYS]);
    expect(Object.keys(schema.definitions.settings.properties)).toEqual([...SETTINGS_KEYS]);
  });
});
