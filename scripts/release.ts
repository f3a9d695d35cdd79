// Makes the commit and the tags of a release, without touching the branch or the working tree: npm run release [-- --dry-run]
// The tree of that commit holds the bundled dist, which main does not, and what pre-commit, the Action and npm read.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkReleased } from './check-released.ts';
import { git } from './git.ts';
import { releasedManifest, treeSize, writeTree } from './release-tree.ts';

class Refusal extends Error {}

interface Release {
  root: string;
  version: string;
  tag: string;
  /** Moves with every release of this major. */
  majorTag: string;
}

function main(): void {
  const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean' } } });
  const root = git(['rev-parse', '--show-toplevel'], { cwd: process.cwd() });
  const release = planned(root);
  build(root);
  const tree = writeTree(root);
  const said = checkReleased(root, tree, release.version);
  const { files, bytes } = treeSize(root, tree);
  say(`tree ${tree.slice(0, 10)}: ${files} files, ${(bytes / 1e6).toFixed(1)} MB; ${said}`);
  if (values['dry-run']) say(`nothing was tagged: a run without --dry-run makes ${release.tag}`);
  else tag(release, tree);
}

function tag(release: Release, tree: string): void {
  const { root } = release;
  const commit = git(['commit-tree', tree, '-p', 'HEAD', '-m', `mesh-lint ${release.version}`], { cwd: root });
  git(['tag', '-a', release.tag, '-m', `mesh-lint ${release.version}`, commit], { cwd: root });
  git(['tag', '-f', release.majorTag, commit], { cwd: root });
  say(
    `made ${release.tag} and moved ${release.majorTag} to ${commit.slice(0, 10)}; the branch is as it was. To publish:`,
  );
  say(`  git push origin ${release.tag} && git push --force origin ${release.majorTag}`);
}

/** Refuses what must not be released before anything is built. */
function planned(root: string): Release {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [major = ''] = String(version).split('.');
  const release = { root, version, tag: `v${version}`, majorTag: `v${major}` };
  if (git(['status', '--porcelain'], { cwd: root }) !== '')
    throw new Refusal('the working tree has changes; commit them first: a release is what is committed');
  if (git(['tag', '--list', release.tag], { cwd: root }) !== '')
    throw new Refusal(`the tag ${release.tag} exists; raise "version" in package.json`);
  const changelog = join(root, 'CHANGELOG.md');
  const heading = existsSync(changelog)
    ? readFileSync(changelog, 'utf8')
        .split('\n')
        .find((line) => line.startsWith('## ') && line.split(/\s+/)[1] === version)
    : undefined;
  if (heading === undefined) throw new Refusal(`CHANGELOG.md has no heading "## ${version}"; say what has changed`);
  if (/unreleased/i.test(heading))
    throw new Refusal(
      `CHANGELOG.md says that ${version} is unreleased; put the date there: "## ${version} (YYYY-MM-DD)"`,
    );
  releasedManifest(root);
  return release;
}

function build(root: string): void {
  const { status } = spawnSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['run', '--silent', 'build'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Refusal('the build failed');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  main();
} catch (error) {
  process.stderr.write(`not released: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
