import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git } from './git.ts';

/** What of the repository goes into a release besides what npm publishes: what users read, and hook and Action. */
const RELEASED = [
  'docs',
  'examples',
  'bench/README.md',
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'LICENSE',
  'NOTICE',
  'action.yml',
  '.pre-commit-hooks.yaml',
];

/** Without these a release is not one. */
const REQUIRED = ['LICENSE', 'NOTICE', 'README.md', 'bin', 'docs', 'action.yml', '.pre-commit-hooks.yaml'];

/**
 * package.json as it is released. npm installs devDependencies from the registry before it packs a git repository that has
 * scripts such as `prepare`, so a hook could be installed with a network alone: neither is in a release.
 */
export function releasedManifest(root: string): string {
  const { scripts: _scripts, devDependencies: _dev, ...kept } = manifestOf(root);
  if (kept.dependencies !== undefined && Object.keys(kept.dependencies).length > 0)
    throw new Error(
      `package.json has run-time dependencies (${Object.keys(kept.dependencies).join(', ')}); bundle them`,
    );
  return `${JSON.stringify(kept, null, 2)}\n`;
}

function manifestOf(root: string) {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
}

/** Writes the tree of a release with an index of its own and answers its id. Throws where a file is missing. */
export function writeTree(root: string): string {
  const work = mkdtempSync(join(tmpdir(), 'mesh-lint-release-'));
  try {
    const options = { cwd: root, env: { GIT_INDEX_FILE: join(work, 'index') } };
    const tracked = git(['ls-tree', '-r', 'HEAD', '--', ...manifestOf(root).files, ...RELEASED], { cwd: root });
    const paths = tracked.split('\n').map((line) => line.slice(line.indexOf('\t') + 1));
    const missing = REQUIRED.filter((name) => !paths.some((path) => path === name || path.startsWith(`${name}/`)));
    if (missing.length > 0) throw new Error(`not in the repository: ${missing.join(', ')}`);
    git(['update-index', '--index-info'], { ...options, input: `${tracked}\n` });
    git(['add', '--force', '--', 'dist'], options);
    const manifest = git(['hash-object', '-w', '--stdin'], { cwd: root, input: releasedManifest(root) });
    git(['update-index', '--add', '--cacheinfo', `100644,${manifest},package.json`], options);
    return git(['write-tree'], options);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

export function treeSize(root: string, tree: string): { files: number; bytes: number } {
  const sizes = git(['ls-tree', '-r', '--long', tree], { cwd: root })
    .split('\n')
    .map((line) => Number(line.split(/\s+/)[3]));
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
