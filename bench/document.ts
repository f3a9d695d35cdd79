// How long checking documents takes, once they are read, beside JSON.parse of the same documents: schema, CEL and the
// rules of istio-validate, warm, as a ratio of medians taken in one run.
import { parseArgs } from 'node:util';
import { checkFiles, type LintSettings } from '../src/engine/linter.ts';
import { selectRules } from '../src/engine/select.ts';
import { registry } from '../src/rules/registry.ts';
import type { SourceFile } from '../src/yaml/document.ts';
import { readSource } from '../src/yaml/read.ts';
import { isCheckedGroup } from '../src/yaml/resource.ts';
import { treeOf } from './manifests/files.ts';
import { median } from './median.ts';
import { mustHaveChecked, timeOf, unseenCopyOf } from './warm.ts';

const ISTIO = '1.31';
const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '500' },
    batch: { type: 'string', default: '7' },
    rounds: { type: 'string', default: '31' },
    max: { type: 'string' },
  },
});
const WARM_UP = 20;
const COPIES = 50;

async function main(): Promise<void> {
  const files = [...treeOf({ files: Number(values.files) })]
    .flatMap(({ documents }) => documents)
    .map((text, index) => readSource(`${index}.yaml`, text))
    .filter((file) => file.resources.some(({ group }) => isCheckedGroup(group)));
  const settings: LintSettings = {
    istioVersion: ISTIO,
    rootNamespace: 'istio-system',
    namespace: '',
    version: '0',
    enabled: selectRules(registry, { presets: ['istio-validate'], istioVersion: ISTIO }),
  };
  for (let round = 0; round < WARM_UP; round++) mustHaveChecked(await checkFiles(files.map(unseenCopyOf), settings));
  const ratios: number[] = [];
  for (let start = 0; start < files.length; start += Number(values.batch))
    ratios.push(...(await ratiosOf(files.slice(start, start + Number(values.batch)), settings)));
  const ratio = median(ratios);
  process.stdout.write(`checking ${files.length} documents takes ${ratio.toFixed(2)} times JSON.parse of them\n`);
  if (values.max !== undefined && !(ratio <= Number(values.max))) {
    process.stderr.write(`that is more than ${values.max}\n`);
    process.exitCode = 1;
  }
}

/**
 * Both sides are warm in code and data: a batch is small enough for the processor to keep it at hand. Each document is
 * there several times, so that what a run costs by itself, without documents, does not weigh.
 */
async function ratiosOf(files: readonly SourceFile[], settings: LintSettings): Promise<number[]> {
  const json = files.map((file) => JSON.stringify(file.documents[0]?.root.value));
  const ratios: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const parse = await timeOf(() => {
      for (let copy = 0; copy < COPIES; copy++) for (const text of json) JSON.parse(text);
    });
    const unseen = Array.from({ length: COPIES }, () => files.map(unseenCopyOf)).flat();
    ratios.push((await timeOf(() => checkFiles(unseen, settings))) / parse);
  }
  return ratios;
}

void main();
