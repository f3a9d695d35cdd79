import { closeSync, lstatSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { problemOf } from '../input/problem.ts';

export interface TextFile {
  /** Absolute. */
  path: string;
  text: string;
}

/** Writes each file whole or not at all; answers a clause for each that was not written. */
export function writeFiles(files: readonly TextFile[]): string[] {
  return files.flatMap((file) => {
    try {
      writeWhole(file);
      return [];
    } catch (error) {
      const { message } = problemOf(file.path, error);
      return [`cannot write ${file.path}: ${message === 'it does not exist' ? 'its folder does not exist' : message}`];
    }
  });
}

/** A full disk must not leave half a report in place of the last one, so a new file takes its place once it is written. */
function writeWhole({ path, text }: TextFile): void {
  const before = lstatSync(path, { throwIfNoEntry: false });
  const partial = `${path}.${process.pid}.tmp`;
  // What is no plain file, as a device or a link, is written in place, and so is a file in a folder that takes none.
  if (!(before?.isFile() ?? true) || !canCreate(partial, before?.mode)) {
    writeFileSync(path, text);
    return;
  }
  try {
    writeFileSync(partial, text);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

function canCreate(path: string, mode = 0o666): boolean {
  try {
    closeSync(openSync(path, 'wx', mode));
    return true;
  } catch {
    return false;
  }
}
