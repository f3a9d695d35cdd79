// Makes src/schemas/vendored from the published Go modules of Istio's API and Gateway API. `--check` only compares, and
// says so where it can't: without Go, or where the modules can't be had.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { type ApiModule, meshSchemas } from './mesh-schemas.ts';
import { ROOT } from './rule-files.ts';
import { DefinitionPool, type JsonSchema } from './schema-pool.ts';

const VENDORED = join(ROOT, 'src', 'schemas', 'vendored');

/** One line a minor: Istio's API module, and the Gateway API release that this Istio pins in its go.mod. */
const SETS: Record<string, { istio: string; gateway: string }> = {
  '1.24': { istio: 'v1.24.2', gateway: 'v1.2.1' },
  '1.25': { istio: 'v1.25.3', gateway: 'v1.2.1' },
  '1.26': { istio: 'v1.26.0', gateway: 'v1.3.0' },
  '1.27': { istio: 'v1.27.3', gateway: 'v1.3.0' },
  '1.28': { istio: 'v1.28.3', gateway: 'v1.4.0' },
  '1.29': { istio: 'v1.29.3', gateway: 'v1.4.1' },
  '1.30': { istio: 'v1.30.3', gateway: 'v1.5.1' },
  '1.31': { istio: 'v1.31.1', gateway: 'v1.6.0' },
  '1.32': { istio: 'v1.31.0-alpha.1.0.20260819121012-5803fb6accf7', gateway: 'v1.6.0' },
};

interface Crd {
  kind: string;
  spec: {
    group: string;
    names: { kind: string };
    versions: { name: string; served: boolean; schema: { openAPIV3Schema: JsonSchema } }[];
  };
}

/** What a set knows of a kind: the definition of each served version, newest first. */
interface KindEntry {
  versions: Record<string, string>;
  /** Gateway API's standard channel, where it differs; `versions` are then those of the experimental one. */
  standard?: Record<string, string>;
}

type Kinds = Record<string, KindEntry>;

interface Lock {
  modules: Record<string, { version: string; sum: string; files: Record<string, string> }>;
  outputs: Record<string, string>;
}

class ModuleUnavailable extends Error {}

function main(): void {
  if (!hasGo()) {
    process.stdout.write('schemas: no Go here, not regenerated\n');
    return;
  }
  const check = process.argv.includes('--check');
  const outputs = generate();
  const current = existsSync(VENDORED) ? readdirSync(VENDORED) : [];
  const stale = [...outputs]
    .filter(([name, text]) => !current.includes(name) || readFileSync(join(VENDORED, name), 'utf8') !== text)
    .map(([name]) => name);
  // scripts/envoy-schemas.ts makes Envoy's.
  const left = current.filter((name) => !outputs.has(name) && !name.startsWith('envoy.'));
  if (check) {
    if (stale.length + left.length > 0)
      fail(`out of date, run npm run schemas:update: ${[...stale, ...left].join(', ')}`);
    return;
  }
  mkdirSync(VENDORED, { recursive: true });
  for (const [name, text] of outputs) writeFileSync(join(VENDORED, name), text);
  for (const name of left) rmSync(join(VENDORED, name));
  const size = [...outputs.values()].reduce((sum, text) => sum + text.length, 0);
  process.stdout.write(`schemas: ${Object.keys(SETS).join(', ')}; ${Math.round(size / 1024)} KB\n`);
}

function generate(): Map<string, string> {
  const pool = new DefinitionPool();
  const lock: Lock = { modules: {}, outputs: {} };
  const outputs = new Map<string, string>();
  for (const [minor, pins] of Object.entries(SETS)) {
    const kinds: Kinds = {};
    const istio = download(`istio.io/api@${pins.istio}`, ['kubernetes/customresourcedefinitions.gen.yaml'], lock);
    const gateway = `sigs.k8s.io/gateway-api@${pins.gateway}`;
    const experimental = download(gateway, ['config/crd/experimental'], lock);
    for (const crd of [...istio, ...experimental]) addKind(crd, kinds, pool);
    for (const crd of download(gateway, ['config/crd/standard'], lock)) addStandard(crd, kinds, pool);
    outputs.set(`${minor}.json`, lines(Object.entries(kinds)));
  }
  outputs.set('definitions.json', lines(pool.entries()));
  outputs.set('mesh.json', meshConfigs(lock));
  for (const [name, text] of outputs) lock.outputs[name] = sha256(text);
  outputs.set('lock.json', `${JSON.stringify(lock, null, 2)}\n`);
  return outputs;
}

/** MeshConfig and its kin have no CRD: their schemas come from the protos of the same modules. */
function meshConfigs(lock: Lock): string {
  const modules = Object.entries(SETS).map(([minor, { istio }]): ApiModule & { module: string } => {
    const module = `istio.io/api@${istio}`;
    return { minor, module, folder: moduleInfo(module).Dir };
  });
  return meshSchemas(modules, ({ minor, folder }, path) => {
    const entry = lock.modules[modules.find((one) => one.minor === minor)?.module ?? ''];
    if (entry) entry.files[path] = sha256(readFileSync(join(folder, path), 'utf8'));
  });
}

function addKind(crd: Crd, kinds: Kinds, pool: DefinitionPool): void {
  const versions = servedVersions(crd, pool);
  if (Object.keys(versions).length > 0) kinds[nameOf(crd)] = { versions };
}

function addStandard(crd: Crd, kinds: Kinds, pool: DefinitionPool): void {
  const standard = servedVersions(crd, pool);
  const entry = kinds[nameOf(crd)];
  if (!entry) throw new Error(`${nameOf(crd)} is in the standard channel only`);
  if (JSON.stringify(standard) !== JSON.stringify(entry.versions)) entry.standard = standard;
}

/** Fields of protobuf type Duration whose CRD says `string` and no more: decoding the proto reads them as durations. */
const DURATIONS = new Set([
  'ttl',
  'idleTimeout',
  'budgetInterval',
  'weightExpirationPeriod',
  'weightStabilizationPeriod',
  'weightUpdatePeriod',
]);

function withDurations(schema: JsonSchema): JsonSchema {
  const inner = (value: unknown) => withDurations(value as JsonSchema);
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).map(([name, property]) => {
    const isDuration = DURATIONS.has(name) && property.type === 'string' && !property['x-kubernetes-validations'];
    return [name, isDuration ? { ...property, format: 'duration' } : inner(property)];
  });
  return {
    ...schema,
    ...(schema.properties ? { properties: Object.fromEntries(properties) } : {}),
    ...(schema.items ? { items: inner(schema.items) } : {}),
    ...(typeof schema.additionalProperties === 'object'
      ? { additionalProperties: inner(schema.additionalProperties) }
      : {}),
  };
}

function nameOf({ spec }: Crd): string {
  return `${spec.group}/${spec.names.kind}`;
}

function servedVersions({ spec }: Crd, pool: DefinitionPool): Record<string, string> {
  const served = spec.versions.filter((version) => version.served).sort((a, b) => rank(b.name) - rank(a.name));
  return Object.fromEntries(
    served.map(({ name, schema }) => [
      name,
      pool.add(spec.group.endsWith('istio.io') ? withDurations(schema.openAPIV3Schema) : schema.openAPIV3Schema),
    ]),
  );
}

/** Kubernetes' order of versions: v2 before v1 before v1beta2 before v1alpha1. */
function rank(version: string): number {
  const [, major, stage, minor] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  return Number(major ?? 0) * 1e6 + (stage === undefined ? 5e5 : stage === 'beta' ? 2e5 : 1e5) + Number(minor ?? 0);
}

/** The CRDs in some files or folders of a module. Throws ModuleUnavailable with Go's words where the module can't be had. */
function download(module: string, paths: string[], lock: Lock): Crd[] {
  const { Dir, Version, Sum } = moduleInfo(module);
  const files = paths.flatMap((path) => {
    if (path.endsWith('.yaml')) return [path];
    return readdirSync(join(Dir, path))
      .sort()
      .filter((name) => name.startsWith('gateway.networking.'))
      .map((name) => `${path}/${name}`);
  });
  lock.modules[module] ??= { version: Version, sum: Sum, files: {} };
  const entry = lock.modules[module];
  return files.flatMap((path) => {
    const text = readFileSync(join(Dir, path), 'utf8');
    entry.files[path] = sha256(text);
    const crds = parseAllDocuments(text).map((document): Crd | null => document.toJS());
    return crds.filter((crd) => crd !== null).filter((crd) => crd.kind === 'CustomResourceDefinition');
  });
}

/** `Sum` is Go's hash of the module zip: SHA-256 over the names and SHA-256 of the files in it. */
function moduleInfo(module: string): { Dir: string; Version: string; Sum: string } {
  try {
    return JSON.parse(
      execFileSync('go', ['mod', 'download', '-json', module], { encoding: 'utf8', cwd: join(ROOT, 'scripts') }),
    );
  } catch (error) {
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    const reason = /"Error": "(.*)"/.exec(output)?.[1] ?? String(error);
    throw new ModuleUnavailable(`go mod download ${module}: ${reason}`);
  }
}

/** One entry a line: a change of one definition is a diff of one line. */
function lines(entries: [string, unknown][]): string {
  return `{\n${entries.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(',\n')}\n}\n`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hasGo(): boolean {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function fail(message: string): void {
  process.stderr.write(`schemas: ${message}\n`);
  process.exitCode = 1;
}

try {
  main();
} catch (error) {
  if (!(error instanceof ModuleUnavailable)) throw error;
  if (process.argv.includes('--check')) process.stdout.write(`schemas: not compared, ${error.message}\n`);
  else fail(error.message);
}
