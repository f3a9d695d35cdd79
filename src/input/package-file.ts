import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { codeOf } from './problem.ts';

/** The file that a package is loaded from, found from a directory. Rejects as `require.resolve` throws. */
export async function packageFile(name: string, directory: string): Promise<string> {
  const from = join(directory, 'any');
  try {
    return createRequire(from).resolve(name);
  } catch (error) {
    // A package may export ES modules alone.
    if (codeOf(error) !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw error;
    const { resolve } = await import('import-meta-resolve');
    return fileURLToPath(resolve(name, pathToFileURL(from).href));
  }
}
