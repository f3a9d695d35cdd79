// Prints a random sample of what the recommended rules say of real repositories, to be read against the manifests.
import { parseArgs } from 'node:util';
import { type FieldFinding, fieldFindings, readVerdicts } from './field.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '60' },
    level: { type: 'string' },
    rule: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const { level, rule } = values;
  const all = (await fieldFindings()).filter(
    ({ finding }) => (!level || finding.level === level) && (!rule || finding.ruleId === rule),
  );
  const sample = shuffled(all, Number(values.seed)).slice(0, Number(values.count));
  if (values.json) return print(`${JSON.stringify(Object.fromEntries(sample.map(toVerdict)), null, 1)}\n`);
  const verdicts = readVerdicts();
  for (const [index, each] of sample.entries())
    print(`${index + 1}. ${show(each)}   verdict: ${verdicts[each.key]?.verdict ?? '-'}   ${each.key}\n\n`);
  print(`${sample.length} of ${all.length} findings\n`);
}

function show({ repository, file, source, finding }: FieldFinding): string {
  const lines = source.split('\n');
  const from = Math.max(0, finding.line - 5);
  const frame = lines
    .slice(from, finding.endLine + 4)
    .map(
      (line, i) =>
        `${from + i + 1 === finding.line ? '>' : ' '} ${String(from + i + 1).padStart(4)} ${line.slice(0, 140)}`,
    );
  const resource = finding.resource
    ? `${finding.resource.kind} ${finding.resource.namespace}/${finding.resource.name}`
    : '';
  return `${repository}/${file}:${finding.line}:${finding.column} ${finding.level} ${finding.ruleId} ${resource}\n   ${finding.message}\n${frame.join('\n')}\n`;
}

function toVerdict({ repository, file, finding, key }: FieldFinding): [string, Record<string, string>] {
  const resource = finding.resource ? `${finding.resource.kind} ${finding.resource.name}` : '';
  return [
    key,
    {
      rule: finding.ruleId,
      where: `${repository}/${file}:${finding.line} ${resource}`.trim(),
      message: finding.message,
      verdict: '',
      why: '',
    },
  ];
}

/** Fisher-Yates with mulberry32: the same sample for the same seed everywhere. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const result = [...items];
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [result[i], result[j]];
    if (a !== undefined && b !== undefined) [result[i], result[j]] = [b, a];
  }
  return result;
}

function print(text: string): void {
  process.stdout.write(text);
}

void main();
