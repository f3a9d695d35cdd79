import { describe, expect, it } from 'vitest';
import type { ValueKind } from '../../../src/mesh/authorization-policy.ts';
import {
  CONDITION_VALUE_MESSAGES,
  OPERATION_VALUE_MESSAGES,
  SOURCE_VALUE_MESSAGES,
  valueProblems,
} from '../../../src/mesh/settings/authz-values.ts';
import { readSource } from '../../../src/yaml/read.ts';

const ALL = { ...CONDITION_VALUE_MESSAGES, ...OPERATION_VALUE_MESSAGES };

function problems(values: string, kind: ValueKind, messages: object = ALL): string[] {
  const [document] = readSource('/a.yaml', `values: ${values}\n`).documents;
  if (!document) throw new Error('no document');
  const found = [...valueProblems(document.root.child('values'), kind, 'values', messages)];
  return found.map(({ id, data }) => `${String(id)} ${data.value}`);
}

describe('valueProblems', () => {
  it.each<[ValueKind, string, string[]]>([
    ['text', '[a, "", "*"]', ['empty-value ']],
    ['ip', '[10.0.0.1, 10.0.0, ""]', ['ip-block 10.0.0', 'empty-value ']],
    ['port', '["80", http]', ['port http']],
    ['path', '[/a, "/{b}"]', ['path-template /{b}']],
    ['service-account', '[a, a/b, "a/*"]', ['service-account a/*']],
    ['trust-domain', '["*", a/b]', ['trust-domain a/b']],
    ['wildcard', '["a*", a/b, "*a*"]', ['trust-domain *a*']],
  ])('of kind %s in %s', (kind, values, wanted) => {
    expect(problems(values, kind)).toEqual(wanted);
  });

  it.each(['null', '[]', 'http', '{a: http}', '[null, 80, [http], {a: http}, "${PORT}", "<port>"]'])(
    'does not judge %s',
    (values) => expect(problems(values, 'port')).toEqual([]),
  );

  it('leaves out what has no message', () => {
    expect(problems('["", "/{b}"]', 'path', SOURCE_VALUE_MESSAGES)).toEqual(['empty-value ']);
  });
});
