import { expect, it } from 'vitest';
import type { Run } from '../../src/engine/context.ts';
import { type AnyRule, defineRule } from '../../src/engine/rule.ts';
import { runRules } from '../../src/engine/run-rules.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { SchemaSet } from '../../src/schemas/index.ts';
import type { FileRole, SourceFile } from '../../src/yaml/document.ts';
import { readSource } from '../../src/yaml/read.ts';

const COMMON = {
  summary: 'Notes what it is shown',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {},
  messages: { seen: 'seen' },
  sources: [],
} as const;

/** A rule that notes the names of the resources that it is shown. */
function noting(seen: string[], kinds: string[], fields?: string[]): AnyRule {
  return defineRule({
    ...COMMON,
    sources: [],
    kinds,
    ...(fields ? { fields } : {}),
    check: ({ name }) => {
      seen.push(name);
    },
  });
}

function file(path: string, text: string, role: FileRole = 'linted'): SourceFile {
  const read = readSource(path, text);
  read.role = role;
  return read;
}

async function run(files: readonly SourceFile[], rules: readonly AnyRule[]): Promise<number[]> {
  const mesh = new Mesh(files, { rootNamespace: 'istio-system', namespace: '' });
  const shared: Run = {
    mesh,
    schemas: new SchemaSet('1.31'),
    istioVersion: '1.31',
    open: new Set(),
    collect: () => undefined,
  };
  const active = rules.map((rule, index) => ({
    id: `test/rule-${index}`,
    rule,
    level: 'error' as const,
    pinned: false,
    options: {},
  }));
  const steps: number[] = [];
  await runRules(active, shared, { observer: { progress: (_, done) => steps.push(done) } });
  return steps;
}

const object = (kind: string, name: string, more = '') => `kind: ${kind}\nmetadata:\n  name: ${name}\n${more}`;
const many = (kind: string, count: number) =>
  Array.from({ length: count }, (_, index) => object(kind, `${kind}-${index}`, 'spec:\n  a: 1\n'));

it('shows a rule each resource of its kinds once, in their order, however many there are', async () => {
  const [services, all]: [string[], string[]] = [[], []];
  const texts = many('Service', 70).flatMap((text, index) => [text, object('Pod', `Pod-${index}`)]);
  await run([file('/a.yaml', texts.join('---\n'))], [noting(services, ['core/Service']), noting(all, ['*'])]);
  expect(services).toEqual(Array.from({ length: 70 }, (_, index) => `Service-${index}`));
  expect(all).toHaveLength(140);
  expect(new Set(all).size).toBe(140);
});

it('shows a rule with fields those that have one of them', async () => {
  const [either, none]: [string[], string[]] = [[], []];
  const text = [
    object('Service', 'one', 'spec:\n  a: 1\n'),
    object('Service', 'two', 'spec: {list: [{b: 1}]}\n'),
    object('Service', 'three', 'spec:\n  c: a\n'),
    object('Service', 'four', 'spec:\n  b: 1\n  a: 1\n'),
  ];
  await run(
    [file('/a.yaml', text.join('---\n'))],
    [noting(either, ['Service'], ['a', 'b']), noting(none, ['*'], ['d'])],
  );
  expect(either.sort()).toEqual(['four', 'one', 'two']);
  expect(none).toEqual([]);
});

it('shows nothing of files that are only read to know what is there', async () => {
  const seen: string[] = [];
  const files = [
    file('/a.yaml', object('Service', 'linted')),
    file('/b.yaml', object('Service', 'known'), 'context'),
    file('/c.yaml', object('Service', 'snapshot'), 'snapshot'),
  ];
  await run(files, [noting(seen, ['*'])]);
  expect(seen).toEqual(['linted']);
});

it('tells how far it is', async () => {
  const texts = [...many('Pod', 5), ...many('Service', 70)];
  const steps = await run([file('/a.yaml', texts.join('---\n'))], [noting([], ['Service']), noting([], ['Pod'])]);
  expect(steps).toEqual([0, 0, 5, 37, 69]);
});

it('awaits what a check answers, and rejects with what it throws', async () => {
  const failing: AnyRule = defineRule({
    ...COMMON,
    sources: [],
    kinds: ['*'],
    check: async ({ name }) => {
      await Promise.resolve();
      throw new Error(`no ${name}`);
    },
  });
  await expect(run([file('/a.yaml', object('Service', 'one'))], [failing])).rejects.toThrow('no one');
});
