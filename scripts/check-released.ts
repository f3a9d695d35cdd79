import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { parse } from 'yaml';
import { git } from './git.ts';

const MISTAKE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews }
spec:
  hosts: [reviews]
  http:
    - timeuot: 3s
      route: [{ destination: { host: reviews } }]
`;

/**
 * Unpacks the tree of a release where no node_modules is near, and runs it there. Throws with what is wrong; else
 * answers in a few words what was found right.
 */
export function checkReleased(root: string, tree: string, version: string): string {
  const work = mkdtempSync(join(tmpdir(), 'mesh-lint-released-'));
  try {
    const unpacked = join(work, 'mesh-lint');
    mkdirSync(unpacked);
    git(['read-tree', tree], { cwd: root, env: { GIT_INDEX_FILE: join(work, 'index') } });
    git(['checkout-index', '--all', `--prefix=${unpacked}/`], {
      cwd: root,
      env: { GIT_INDEX_FILE: join(work, 'index') },
    });
    needsNothing(join(unpacked, 'dist'));
    const entry = parse(readFileSync(join(unpacked, 'action.yml'), 'utf8'))?.runs?.main;
    if (!existsSync(join(unpacked, String(entry)))) throw new Error(`action.yml starts ${entry}, which is not there`);
    const bin = join(unpacked, 'bin', 'mesh-lint.js');
    const said = runIn(work, bin, ['--version']).stdout.trim();
    if (said !== version) throw new Error(`dist says that it is version "${said}", package.json says ${version}`);
    writeFileSync(join(work, 'reviews.yaml'), MISTAKE);
    const { status, stdout, stderr } = runIn(work, bin, ['reviews.yaml']);
    if (status !== 1 || !stdout.includes('timeuot'))
      throw new Error(`the unpacked release does not find a mistake: exit ${status}\n${stdout}${stderr}`);
    return 'it runs with no node_modules near';
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function runIn(cwd: string, bin: string, args: string[]) {
  return spawnSync(process.execPath, [bin, ...args], { cwd, encoding: 'utf8', env: { PATH: process.env.PATH } });
}

/** Throws where a file of dist asks for a package; a `require` in a text that some library makes code of is none. */
function needsNothing(dist: string): void {
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.[cm]?js$/.test(entry.name)) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    for (const name of requiredBy(parseAst(text)))
      if (!name.startsWith('.') && !isBuiltin(name))
        throw new Error(`dist needs a package at run time: ${entry.name} asks for ${name}`);
  }
}

function requiredBy(program: object): string[] {
  const names: string[] = [];
  const waiting: unknown[] = [program];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    waiting.push(...Object.values(node).filter((child) => typeof child === 'object'));
    const { type, callee, arguments: given = [], source }: Node = node;
    const target = type === 'CallExpression' && callee?.name === 'require' ? given[0] : source;
    const name = target?.value ?? target?.quasis?.[0]?.value.cooked;
    if (typeof name === 'string') names.push(name);
  }
  return names;
}

/** Of the syntax tree (ESTree), what an import or a call of `require` has. */
interface Node {
  type?: string;
  callee?: { name?: string };
  arguments?: Target[];
  source?: Target | null;
}

interface Target {
  value?: unknown;
  quasis?: { value: { cooked: string | null } }[];
}
