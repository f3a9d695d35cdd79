import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../engine/errors.ts';
import { packageFile } from '../input/package-file.ts';
import {
  type FormatterContext,
  type FormatterResult,
  formatterResults,
  rulesMeta,
} from '../reporters/eslint-results.ts';
import { FORMATS } from '../reporters/index.ts';
import type { Reporter } from '../reporters/reporter.ts';
import { suggest } from '../text/suggest.ts';

export type MaxWarnings = FormatterContext['maxWarningsExceeded'];

type Formatter = (results: FormatterResult[], context: FormatterContext) => unknown;

/**
 * A formatter of ESLint by the name of its file, or of its package in full or in short, found from `cwd`. Throws a UsageError
 * that says what was looked for; so does the reporter where the formatter fails.
 */
export async function eslintFormatter(name: string, cwd: string): Promise<(exceeded: MaxWarnings) => Reporter> {
  const format = await load(name, await find(name, cwd));
  return (exceeded) => async (report, options) => {
    const context: FormatterContext = {
      cwd: options.cwd,
      color: options.color,
      rulesMeta: rulesMeta(report),
      ...(exceeded && { maxWarningsExceeded: exceeded }),
    };
    const text = await attempt(name, () => format(formatterResults(report), context));
    if (typeof text !== 'string')
      throw new UsageError(
        `the formatter ${name} answered ${typeof text}; a formatter answers a text, or a promise of one`,
      );
    return text === '' || text.endsWith('\n') ? text : `${text}\n`;
  };
}

async function attempt(name: string, run: () => unknown): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    throw new UsageError(`the formatter ${name} failed: ${reason(error)}`);
  }
}

async function load(name: string, path: string): Promise<Formatter> {
  let module: { default?: unknown };
  try {
    module = await import(/* @vite-ignore */ pathToFileURL(path).href);
  } catch (error) {
    throw new UsageError(`the formatter ${name} cannot be loaded from ${path}: ${reason(error)}`);
  }
  const nested = isModule(module.default) ? module.default.default : undefined;
  const format = [module.default, nested].find((each) => typeof each === 'function');
  if (typeof format !== 'function')
    throw new UsageError(`the formatter ${name} (${path}) exports no function; it is (results, context) => text`);
  return (results, context) => format(results, context);
}

/** ES modules that were compiled to CommonJS have their default export one level down. */
function isModule(value: unknown): value is { default?: unknown } {
  return typeof value === 'object' && value !== null;
}

async function find(name: string, cwd: string): Promise<string> {
  const plain = name.replaceAll('\\', '/');
  if (isFile(plain)) {
    const path = resolve(cwd, plain);
    if (existsSync(path)) return path;
    throw new UsageError(`there is no formatter ${name}: looked for the file ${path}`);
  }
  const wanted = packageName(plain);
  try {
    return await packageFile(wanted, cwd);
  } catch {
    throw unknownFormat(name, wanted);
  }
}

/** A misspelt name is not to be installed. */
function unknownFormat(name: string, wanted: string): UsageError {
  const near = suggest(name, FORMATS);
  return new UsageError(
    near === undefined
      ? `unknown format "${name}": no package ${wanted} is installed here (npm install -D ${wanted}), and built in are ${FORMATS.join(', ')}`
      : `unknown format "${name}"; did you mean "${near}"? No package ${wanted} is installed here either`,
  );
}

function isFile(name: string): boolean {
  return isAbsolute(name) || (name.includes('/') && !name.startsWith('@'));
}

/** ESLint's names: `foo` is eslint-formatter-foo, `@scope/foo` @scope/eslint-formatter-foo, `@scope` @scope/eslint-formatter. */
function packageName(name: string): string {
  const [, scope = '', rest = ''] = /^(?:(@[^/]+)(?:\/|$))?(.*)$/s.exec(name) ?? [];
  const prefix = 'eslint-formatter';
  const full = rest === prefix || rest.startsWith(`${prefix}-`);
  const own = full ? rest : rest === '' ? prefix : `${prefix}-${rest}`;
  return scope === '' ? own : `${scope}/${own}`;
}

function reason(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.split('\n', 1)[0] ?? text;
}
