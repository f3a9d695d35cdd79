import { expect, it } from 'vitest';
import { labelsProblems } from '../../../src/mesh/settings/labels.ts';
import { readSource } from '../../../src/yaml/read.ts';

function problems(labels: string): string[] {
  const text = `apiVersion: networking.istio.io/v1\nkind: WorkloadEntry\nmetadata: {name: a}\nspec: {labels: ${labels}}\n`;
  return readSource('/a.yaml', text).resources.flatMap((resource) =>
    [...labelsProblems(resource.get('spec', 'labels'))].map(({ field, id, at }) => `${field.name}: ${id} at ${at}`),
  );
}

it('reports keys and values that are none', () => {
  expect(problems('{app: a, "-x": b, app/: c, version: "1 2", "B!": "-"}')).toEqual([
    '-x: label-key at key',
    'app/: label-key at key',
    'version: label-value at value',
    'B!: label-key at key',
    'B!: label-value at value',
  ]);
});

it('lets empty values, prefixes and unknown texts pass', () => {
  expect(problems('{app: "", example.com/app_name: v1.2, "${KEY}": a, b: "{{ .Values.b }}"}')).toEqual([]);
});

it('takes odd types for nothing', () => {
  expect(problems('{app: 1, version: null, tier: [a]}')).toEqual([]);
  expect(problems('[a]')).toEqual([]);
  expect(problems('null')).toEqual([]);
});
