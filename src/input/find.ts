import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface FindOptions {
  cwd: string;
  ignorePatterns?: string[];
  ignore?: boolean;
}
export interface InputProblem {
  path: string;
  message: string;
  help?: string;
}
export interface Found {
  files: string[];
  problems: InputProblem[];
  unmatched: string[];
}
export function findFiles(args: string[], options: FindOptions): Found {
  const files: string[] = [];
  const unmatched: string[] = [];
  const walk = (dir: string) => {
    for (const e of readdirSync(dir, { withFileTypes: true })) {
      if (e.name === '.git' || e.name === 'node_modules') continue;
      if (e.isDirectory()) walk(join(dir, e.name));
      else if (e.isFile() && /\.(ya?ml|json)$/.test(e.name)) files.push(join(dir, e.name));
    }
  };
  for (const arg of args) {
    const path = resolve(options.cwd, arg);
    if (!existsSync(path)) unmatched.push(arg);
    else if (statSync(path).isDirectory()) walk(path);
    else files.push(path);
  }
  return { files: files.sort(), problems: [], unmatched };
}
