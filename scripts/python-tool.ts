import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A command of a package of PyPI, installed into a virtual environment below `work`; else why there is none. */
export function pythonTool(requirement: string, command: string, work: string): { path: string } | { missing: string } {
  const python = ['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0);
  if (python === undefined) return { missing: 'there is no Python here' };
  const venv = join(work, `venv-${command}`);
  const path = join(venv, 'bin', command);
  if (existsSync(path)) return { path };
  if (spawnSync(python, ['-m', 'venv', venv]).status !== 0) return { missing: 'Python has no venv here' };
  const { status } = spawnSync(
    join(venv, 'bin', 'python'),
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--retries', '1', requirement],
    { timeout: 120_000 },
  );
  return status === 0 && existsSync(path) ? { path } : { missing: `PyPI does not give ${requirement} here` };
}
