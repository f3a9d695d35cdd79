// What comes from ESLint's own reading of eslintrc: how override globs match, and how packages are called.
import { Legacy } from '@eslint/eslintrc';

/** Whether an absolute path is one of `files` and none of `excludedFiles`, as ESLint's overrides have it. */
export function fileTester(
  files: readonly string[],
  excludedFiles: readonly string[],
  directory: string,
): (path: string) => boolean {
  const tester = Legacy.OverrideTester.create(files, excludedFiles, directory);
  return (path) => tester?.test(path) ?? true;
}

/** `acme` is `meshlint-config-acme`, `@acme` is `@acme/meshlint-config`, as ESLint abbreviates its own. */
export function packageName(name: string, prefix: string): string {
  return Legacy.naming.normalizePackageName(name, prefix);
}
