import { expect, it } from 'vitest';
import { readSource } from '../../src/yaml/read.ts';
import { renderedFrom } from '../../src/yaml/rendered-from.ts';

const service = 'kind: Service\nmetadata: {name: a}\n';

it.each<[string, string, (string | undefined)[]]>([
  ['nothing rendered', service, [undefined]],
  ['after the separator', `---\n# Source: shop/templates/a.yaml\n${service}`, ['shop/templates/a.yaml']],
  ['with a comment of the template', `---\n# Source: a.yaml\n# of the shop\n\n${service}`, ['a.yaml']],
  ['with Windows line ends', `---\r\n# Source: a b.yaml\r\n${service}`, ['a b.yaml']],
  ['of each document', `---\n# Source: a.yaml\n${service}---\n# Source: b.yaml\n${service}`, ['a.yaml', 'b.yaml']],
  ['not of the one before', `# Source: a.yaml\n${service}---\n${service}`, ['a.yaml', undefined]],
  ['not inside of a document', `kind: Service\n# Source: a.yaml\nmetadata: {}\n`, [undefined]],
  ['not in a text', 'kind: ConfigMap\ndata:\n  a: |\n    # Source: a.yaml\n', [undefined]],
  ['a document of comments alone', `---\n# Source: a.yaml\n---\n# Source: b.yaml\n${service}`, ['b.yaml']],
])('%s', (_, text, wanted) => {
  expect(readSource('-', text).documents.map(renderedFrom)).toEqual(wanted);
});
