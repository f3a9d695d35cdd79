// How long checking documents takes, once they are read, beside JSON.parse of the same documents: schema, CEL and the
// rules of istio-validate, warm, as a ratio of medians taken in one run.
import { parseArgs } from 'node:util';
import { checkFiles, type LintSettings } from '../src/engine/linter.ts';
import { selectRules } from '../src/engine/select.ts';
import { registry } from '../src/rules/registry.ts';
import { readSource } from '../src/yaml/read.ts';
import { isCheckedGroup } from '../src/yaml/resource.ts';
import { resourcesOf } from '../src/yaml/resources.ts';
import { randomOf } from './app.ts';
import { fileOf } from './manifests.ts';

const ISTIO = '1.31';
const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '31' },
    max: { type: 'string' },
  },
});

async function main(): Promise<void> {
  const random = randomOf(1);
  const texts = Array.from({ length: Number(values.files) }, (_, index) => fileOf(index, random).documents)
    .flat()
    .filter((text) => resourcesOf(readSource('', text)).some(({ group }) => isCheckedGroup(group)));
  const files = texts.map((text, index) => readSource(`${index}.yaml`, text));
  const json = files.map((file) => JSON.stringify(file.documents[0]?.root.value));
  const settings: LintSettings = {
    istioVersion: ISTIO,
    rootNamespace: 'istio-system',
    namespace: '',
    version: '0',
    enabled: selectRules(registry, { presets: ['istio-validate'], istioVersion: ISTIO }),
  };
  const ratios: number[] = [];
  for (let round = 0; round < Number(values.rounds) + WARM_UP; round++) {
    const parse = await time(() => json.forEach((text) => void JSON.parse(text)));
    const check = await time(() => checkFiles(files, settings));
    if (round >= WARM_UP) ratios.push(check / parse);
  }
  const ratio = ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? Number.NaN;
  process.stdout.write(`checking ${files.length} documents takes ${ratio.toFixed(2)} times JSON.parse of them\n`);
  if (values.max !== undefined && !(ratio <= Number(values.max))) {
    process.stderr.write(`that is more than ${values.max}\n`);
    process.exitCode = 1;
  }
}

const WARM_UP = 15;

async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

void main();
