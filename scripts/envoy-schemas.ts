// Makes src/schemas/vendored/envoy.json from the published Go module of Envoy's API: what an EnvoyFilter's patch values
// are decoded to. It compiles Go code, so it is no part of `schemas:update --check`: a test holds the file's checksum.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './rule-files.ts';

const SOURCE = join(ROOT, 'scripts', 'envoy-types');
const VENDORED = join(ROOT, 'src', 'schemas', 'vendored');
const MODULE = 'github.com/envoyproxy/go-control-plane/envoy';

interface Tables {
  messages: Record<string, Record<string, string>>;
  enums: Record<string, Record<string, number>>;
}

function main(): void {
  const work = mkdtempSync(join(tmpdir(), 'mesh-lint-envoy-'));
  try {
    cpSync(SOURCE, work, { recursive: true });
    const go = (...args: string[]) => execFileSync('go', args, { cwd: work, encoding: 'utf8', maxBuffer: 2 ** 28 });
    const { Dir, Version } = JSON.parse(go('mod', 'download', '-json', MODULE));
    writeFileSync(join(work, 'imports.go'), importsOf(Dir));
    const text = print(JSON.parse(go('run', '.')));
    writeFileSync(join(VENDORED, 'envoy.json'), text);
    const lock = { module: `${MODULE}@${Version}`, sha256: createHash('sha256').update(text).digest('hex') };
    writeFileSync(join(VENDORED, 'envoy.lock.json'), `${JSON.stringify(lock, null, 2)}\n`);
    process.stdout.write(`envoy.json: ${Version}, ${Math.round(text.length / 1024)} KB\n`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Every package of the API that a patch can hold. */
function importsOf(directory: string): string {
  const packages = ['config', 'extensions', 'type'].flatMap((top) =>
    readdirSync(join(directory, top), { recursive: true, encoding: 'utf8' })
      .filter((path) => /(?:^|[\\/])v3[\\/][^\\/]*\.pb\.go$/.test(path))
      .map((path) => `${top}/${path.replaceAll('\\', '/').replace(/\/[^/]*$/, '')}`),
  );
  const lines = [...new Set(packages)].sort().map((path) => `\t_ "${MODULE}/${path}"`);
  return `package main\n\nimport (\n${lines.join('\n')}\n)\n`;
}

/** One message or enum a line; `~` stands for `envoy.`, values of enums without their numbers. */
function print({ messages, enums }: Tables): string {
  const short = (name: string) => name.replace(/^((?:\[\]|\{\})?)envoy\./, '$1~');
  const sorted = <T>(record: Record<string, T>) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = (entries: [string, unknown][]) =>
    entries.map(([name, value]) => `${JSON.stringify(short(name))}: ${JSON.stringify(value)}`).join(',\n');
  const kept = sorted(messages).filter(
    ([name]) => !/^google\.(?:protobuf|api)\.|^(?:validate|udpa\.annotations|xds\.annotations)\./.test(name),
  );
  return `{\n"messages": {\n${rows(
    kept.map(([name, fields]) => [
      name,
      sorted(fields)
        .map(([field, type]) => `${field}:${short(type)}`)
        .join(' '),
    ]),
  )}\n},\n"enums": {\n${rows(
    sorted(enums)
      .filter(([name]) => /^(?:envoy|xds|cel|io)\./.test(name))
      .map(([name, values]) => [name, Object.keys(values).sort().join(' ')]),
  )}\n}\n}\n`;
}

main();
