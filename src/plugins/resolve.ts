import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../engine/errors.ts';
import { packageFile } from '../input/package-file.ts';
import { codeOf } from '../input/problem.ts';
import { suggest } from '../text/suggest.ts';
import { isFileName, nameOfFile, packageName, shortName } from './names.ts';

/** Where a plugin is, and what it is called unless it says so itself. */
export interface Place {
  /** As configured. */
  specifier: string;
  /** Absolute. */
  path: string;
  name: string;
  /** A package keeps its name whatever it says. */
  isPackage: boolean;
}

/** Finds a plugin from a directory. Throws a UsageError that says what was looked for. */
export async function findPlugin(specifier: string, directory: string): Promise<Place> {
  if (specifier === '') throw new UsageError('a plugin is a file or a package; its name is empty');
  if (isFileName(specifier, directory)) {
    const path = fileOf(specifier, resolve(directory, specifier));
    return { specifier, path, name: nameOfFile(path), isPackage: false };
  }
  const wanted = packageName(specifier);
  return {
    specifier,
    path: await fileOfPackage(specifier, wanted, directory),
    name: shortName(wanted),
    isPackage: true,
  };
}

function fileOf(specifier: string, path: string): string {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) return path;
    try {
      return createRequire(join(path, 'any')).resolve(path);
    } catch {
      throw new UsageError(`plugin "${specifier}" is a folder without an index.js; name the file in it`);
    }
  }
  const near = suggest(basename(path), filesBeside(path), 3);
  const meant = near === undefined ? '' : `; did you mean "${specifier.slice(0, -basename(path).length)}${near}"?`;
  throw new UsageError(`plugin "${specifier}" is not there: no file ${path}${meant}`);
}

function filesBeside(path: string): string[] {
  const folder = dirname(path);
  return existsSync(folder) ? readdirSync(folder) : [];
}

async function fileOfPackage(specifier: string, wanted: string, directory: string): Promise<string> {
  try {
    return await packageFile(wanted, directory);
  } catch (error) {
    if (codeOf(error) !== 'MODULE_NOT_FOUND') throw error;
    const installed = nearby(directory, wanted);
    const hint = installed
      ? `it is in ${installed}, but has no file to load; see its package.json`
      : `npm install -D ${wanted}`;
    throw new UsageError(`plugin "${specifier}" is not there: no package ${wanted} found from ${directory}; ${hint}`);
  }
}

function nearby(directory: string, wanted: string): string | undefined {
  const folder = join(directory, 'node_modules', ...wanted.split('/'));
  if (existsSync(folder)) return folder;
  return dirname(directory) === directory ? undefined : nearby(dirname(directory), wanted);
}
