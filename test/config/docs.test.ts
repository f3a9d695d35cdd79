import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { EXTERNALS } from '../../src/mesh/externals.ts';
import { readSource } from '../../src/yaml/read.ts';
import { ROOT } from '../support/fixtures.ts';
import { inTree } from './manifests.ts';

const page = readFileSync(join(ROOT, 'docs', 'config.md'), 'utf8');
const blocks = [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', text = '']) => ({
  language,
  text,
}));
const configs = blocks.filter(({ language }) => language !== 'ts');

/** What the examples name. */
const AROUND = {
  'vs.yaml': '',
  'org.yaml': 'rules: {}\n',
  'cluster.yaml': '',
  '../platform/svc.yaml': '',
  'overlays/a/x.yaml': '',
  'rules/acme.cjs': `module.exports = { meta: { name: 'acme' }, rules: { 'owner-label': {
    summary: 'Resources name their owner', type: 'problem', precision: 'high', since: '1.0.0',
    presets: {}, sources: [], messages: { missing: 'No owner.' }, kinds: ['*'], check() {} } } };`,
};
const NAMES: Record<string, string> = { yaml: '.meshlintrc.yaml', json: '.meshlintrc.json', js: '.meshlintrc.cjs' };

describe('docs/config.md', () => {
  it.each(configs.map(({ language, text }, index) => [index + 1, language, text] as const))(
    'example %i loads (%s)',
    async (_, language, text) => {
      const files = { ...AROUND, [NAMES[language] ?? '']: text };
      const below = Object.fromEntries(Object.entries(files).map(([name, content]) => [join('repo', name), content]));
      const { code, stderr } = await inTree(below, ['--print-config', 'vs.yaml'], { from: 'repo' });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    },
  );

  it('has examples that the schema accepts', () => {
    const schema = JSON.parse(readFileSync(join(ROOT, 'docs', 'config.schema.json'), 'utf8'));
    const validate = new Ajv({ strict: false }).compile(schema);
    const data = configs.filter(({ language }) => language !== 'js');
    expect(data.length).toBeGreaterThan(6);
    for (const { text } of data) {
      const accepted = validate(readSource('x.yaml', text).documents[0]?.root.value);
      expect({ text, accepted, errors: validate.errors }).toEqual({ text, accepted: true, errors: null });
    }
  });

  it('names all kinds of externals', () => {
    for (const kind of Object.values(EXTERNALS)) expect(page).toContain(`\`${kind}\``);
  });
});
