import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, resolve } from 'node:path';

const PREFIX = 'meshlint-plugin';
const EXTENSIONS = /\.(?:[cm]?[jt]s|ya?ml)$/;

/** Is it a file's name rather than a package's? */
export function isFileName(specifier: string, directory: string): boolean {
  if (/^\.{1,2}(?:[\\/]|$)/.test(specifier) || isAbsolute(specifier)) return true;
  if (!EXTENSIONS.test(specifier)) return false;
  return (specifier.includes('/') && !specifier.startsWith('@')) || existsSync(resolve(directory, specifier));
}

/** The package that a name means: `foo` is `meshlint-plugin-foo`, `@acme` is `@acme/meshlint-plugin`, as ESLint names its own. */
export function packageName(name: string): string {
  const [, scope, rest] = /^(@[^/]+)(?:\/(.*))?$/.exec(name) ?? [];
  if (scope === undefined) return name.startsWith(`${PREFIX}-`) ? name : `${PREFIX}-${name}`;
  if (rest === undefined || rest === PREFIX) return `${scope}/${PREFIX}`;
  return `${scope}/${rest.startsWith(`${PREFIX}-`) ? rest : `${PREFIX}-${rest}`}`;
}

/** What stands before a package's rules: `meshlint-plugin-foo` is `foo`, `@acme/meshlint-plugin` is `@acme`. */
export function shortName(name: string): string {
  const [, scope = '', rest = name] = /^(@[^/]+\/)(.*)$/.exec(name) ?? [];
  if (rest === PREFIX && scope) return scope.slice(0, -1);
  return scope + (rest.startsWith(`${PREFIX}-`) ? rest.slice(PREFIX.length + 1) : rest);
}

/** A file's own name; that of its folder where it is called index. */
export function nameOfFile(path: string): string {
  const name = basename(path).replace(EXTENSIONS, '');
  return name === 'index' ? basename(dirname(path)) : name;
}
