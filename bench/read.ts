// How long reading a tree's texts into documents takes, beside JSON.parse of the same documents, as a ratio of medians taken
// in one run.
import { parseArgs } from 'node:util';
import { EVENT_SCALAR, parseEvents } from 'js-yaml-5';
import { parseAllDocuments } from 'yaml';
import { readSource } from '../src/yaml/read.ts';
import { treeOf } from './manifests/files.ts';
import { median } from './median.ts';
import { ratioOf } from './warm.ts';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '9' },
    max: { type: 'string' },
    beside: { type: 'boolean', default: false },
  },
});
const WARM_UP = 2;

/** Other readers of the same texts; none of them makes a tree with the offsets of keys and values, as ours does. */
const OTHERS: Readonly<Record<string, (text: string) => unknown>> = {
  'js-yaml, by its events alone,': (text) => parseEvents(text, {}).filter(({ type }) => type === EVENT_SCALAR).length,
  'the yaml package, with documents alone,': (text) => parseAllDocuments(text, { schema: 'failsafe' }).length,
};

async function main(): Promise<void> {
  const files = [...treeOf({ files: Number(values.files) })];
  const json = files.flatMap(({ path, text }) =>
    readSource(path, text).documents.map(({ root }) => JSON.stringify(root.value)),
  );
  const parse = () => {
    for (const text of json) JSON.parse(text);
  };
  const read = () => {
    for (const { path, text } of files) readSource(path, text);
  };
  for (let round = 0; round < WARM_UP; round++) await ratioOf(parse, read);
  const rounds = [];
  for (let round = 0; round < Number(values.rounds); round++) rounds.push(await ratioOf(parse, read));
  const ratio = median(rounds.map((each) => each.ratio));
  const time = median(rounds.map((each) => each.time));
  process.stdout.write(
    `reading ${files.length} files (${json.length} documents) takes ${ratio.toFixed(2)} times JSON.parse of them, ` +
      `${((1000 * time) / json.length).toFixed(0)} µs a document\n`,
  );
  if (values.beside)
    for (const [name, other] of Object.entries(OTHERS)) {
      const texts = () => {
        for (const { text } of files) other(text);
      };
      await ratioOf(texts, read);
      const beside = await Promise.all(Array.from({ length: 3 }, () => ratioOf(texts, read)));
      const share = median(beside.map((each) => each.ratio));
      process.stdout.write(`  ${share.toFixed(2)} times what ${name} takes for them\n`);
    }
  if (values.max === undefined || ratio <= Number(values.max)) return;
  process.stderr.write(`that is more than ${values.max}\n`);
  process.exitCode = 1;
}

void main();
