import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { types } from 'node:util';
import { UsageError } from '../engine/errors.ts';
import { readText } from '../input/read.ts';
import { oneLine } from '../text/display.ts';
import type { Field } from '../yaml/field.ts';
import { withYaml } from '../yaml/parse-text.ts';
import { sourceOf } from '../yaml/source.ts';
import { ConfigFile, shownPath } from './config-file.ts';
import { PACKAGE, PACKAGE_KEY } from './names.ts';

/** Reads a configuration of any of the formats. Throws a UsageError for what cannot be read or is no map. */
export async function readConfig(path: string, cwd: string): Promise<ConfigFile> {
  if (/\.[cm]?js$/.test(path)) return readScript(path, cwd);
  const read = readText(path);
  const name = shownPath(path, cwd);
  if ('problem' in read) throw new UsageError(`${name} cannot be read: ${read.problem.message}`);
  const root = await withYaml(() => rootOf(path, read.text, name));
  if (basename(path) !== PACKAGE) return asConfig(new ConfigFile(path, root, { cwd }));
  const own = root?.child(PACKAGE_KEY);
  if (!own?.exists) throw new UsageError(`${name} has no member "${PACKAGE_KEY}", which would be the configuration`);
  return asConfig(new ConfigFile(path, own, { cwd }));
}

/** A configuration that is no file: of the caller of the library, or of a plugin. `path` is where its names start from. */
export async function configOfObject(value: object, name: string, path: string, cwd: string): Promise<ConfigFile> {
  const root = await withYaml(() => rootOf(path, serialized(value, name), name));
  return asConfig(new ConfigFile(path, root, { cwd, name, hasLines: false }));
}

/** A module that exports the configuration. It is run anew each time. */
async function readScript(path: string, cwd: string): Promise<ConfigFile> {
  const name = shownPath(path, cwd);
  const value = run(path, name);
  const text = serialized(value, name);
  const root = await withYaml(() => rootOf(path, text, name));
  return asConfig(new ConfigFile(path, root, { cwd, hasLines: false }));
}

function run(path: string, name: string): unknown {
  const load = createRequire(path);
  try {
    delete load.cache[load.resolve(path)];
    const loaded: unknown = load(path);
    if (typeof loaded !== 'object' || loaded === null || !('default' in loaded)) return loaded;
    return '__esModule' in loaded || types.isModuleNamespaceObject(loaded) ? loaded.default : loaded;
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new UsageError(`${name} fails when it is loaded: ${oneLine(message)}${lineOf(error, path)}`);
  }
}

/** Where the script itself stands in an error's stack. */
function lineOf(error: unknown, path: string): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const at = stack.indexOf(`${path}:`);
  const line = at < 0 ? undefined : /^\d+/.exec(stack.slice(at + path.length + 1))?.[0];
  return line === undefined ? '' : ` (line ${line})`;
}

function serialized(value: unknown, name: string): string {
  const wanted = `module.exports = { rules: { … } }`;
  if (typeof value === 'function' || value instanceof Promise)
    throw new UsageError(`${name} exports a ${value instanceof Promise ? 'promise' : 'function'}; write ${wanted}`);
  try {
    return JSON.stringify(value ?? {});
  } catch {
    throw new UsageError(`${name} exports what is no plain data; write ${wanted}`);
  }
}

function rootOf(path: string, text: string, name: string): Field | undefined {
  const { documents, template, lines } = sourceOf(path, text, 'fast');
  if (template) {
    const { line, column } = lines.position(template.start);
    throw new UsageError(`${name}:${line}:${column}: a template stands here; a configuration is plain YAML`);
  }
  const problems = documents.flatMap((document) =>
    document.problems.map((problem) => ({ ...document.locate(problem), message: problem.message })),
  );
  const [problem] = problems;
  if (problem) throw new UsageError(`${name}:${problem.line}:${problem.column}: ${oneLine(problem.message)}`);
  const [first, second] = documents;
  if (second) {
    const { line, column } = second.locate(second.span);
    throw new UsageError(`${name}:${line}:${column}: a second document; a configuration is one`);
  }
  return first?.root;
}

function asConfig(file: ConfigFile): ConfigFile {
  const { root } = file;
  if (root?.isSet && !root.isMap) file.problem(root, 'a configuration is a map, such as "rules: {…}"');
  file.refuseProblems();
  return file;
}
