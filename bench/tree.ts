// How long model and rules take for a whole tree that is read already, beside JSON.parse of the same documents, and how that
// grows with the tree. Ratios of medians taken in one run.
import { parseArgs } from 'node:util';
import { checkFiles, type LintSettings } from '../src/engine/linter.ts';
import { selectRules } from '../src/engine/select.ts';
import { registry } from '../src/rules/registry.ts';
import type { SourceFile } from '../src/yaml/document.ts';
import { readSource } from '../src/yaml/read.ts';
import { treeOf } from './manifests/files.ts';
import { median } from './median.ts';
import { mustHaveChecked, ratioOf, unseenCopyOf } from './warm.ts';

const ISTIO = '1.31';
const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '9' },
    only: { type: 'string', multiple: true },
    preset: { type: 'string', multiple: true, default: ['recommended', 'all'] },
    max: { type: 'string' },
    'max-growth': { type: 'string' },
  },
});
const WARM_UP = 3;
/** The tree is compared with one that has a quarter of its files. */
const PART = 4;

async function main(): Promise<void> {
  const count = Number(values.files);
  const files = [...treeOf({ files: count })].map(({ path, text }) => readSource(`/tree/${path}`, text));
  for (const preset of values.preset) {
    const part = await ratioOfTree(files.slice(0, count / PART), preset);
    const whole = await ratioOfTree(files, preset);
    const growth = whole.time / part.time / PART;
    const documents = files.reduce((sum, file) => sum + file.documents.length, 0);
    process.stdout.write(
      `${preset}: model and rules of ${count} files (${documents} documents) take ${whole.ratio.toFixed(2)} times JSON.parse ` +
        `of them; ${growth.toFixed(2)} times what a quarter of the files takes by the file\n`,
    );
    hold(whole.ratio, values.max);
    hold(growth, values['max-growth']);
  }
}

async function ratioOfTree(files: readonly SourceFile[], preset: string): Promise<{ ratio: number; time: number }> {
  const enabled = selectRules(registry, { presets: [preset], istioVersion: ISTIO });
  const settings: LintSettings = {
    istioVersion: ISTIO,
    rootNamespace: 'istio-system',
    namespace: '',
    version: '0',
    enabled: values.only ? enabled.filter(({ entry }) => values.only?.includes(entry.id)) : enabled,
  };
  const json = files.flatMap((file) => file.documents.map(({ root }) => JSON.stringify(root.value)));
  for (let round = 0; round < WARM_UP; round++) mustHaveChecked(await checkFiles(files.map(unseenCopyOf), settings));
  const rounds = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const unseen = files.map(unseenCopyOf);
    const parse = () => {
      for (const text of json) JSON.parse(text);
    };
    rounds.push(await ratioOf(parse, () => checkFiles(unseen, settings)));
  }
  return { ratio: median(rounds.map(({ ratio }) => ratio)), time: median(rounds.map(({ time }) => time)) };
}

function hold(value: number, max: string | undefined): void {
  if (max === undefined || value <= Number(max)) return;
  process.stderr.write(`that is more than ${max}\n`);
  process.exitCode = 1;
}

void main();
