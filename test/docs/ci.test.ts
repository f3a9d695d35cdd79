import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from '../support/fixtures.ts';

const work = mkdtempSync(join(tmpdir(), 'mesh-lint-ci-'));
afterAll(() => rmSync(work, { recursive: true }));

function route(name: string, weight: number): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: shop}
spec:
  hosts: [${name}]
  http:
    - route:
        - {destination: {host: ${name}}, weight: ${weight}}
        - {destination: {host: ${name}}, weight: 20}
`;
}

const FILES: Record<string, string> = {
  'k8s/web.yaml': route('web', 90),
  'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 0.1.0\n',
  'charts/shop/values-dev.yaml': 'weight: 80\n',
  'charts/shop/values-prod.yaml': 'weight: 90\n',
  'charts/shop/templates/web.yaml': '{{ if .Values.web }}\n{{ end }}\n',
  'charts/shop/rendered.txt': `---\n# Source: shop/templates/web.yaml\n${route('web', 90)}`,
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': route('web', 75),
  'overlays/prod/kustomization.yaml': 'resources: [../../base]\npatches: [{path: patch.yaml}]\n',
  'overlays/prod/patch.yaml': route('web', 95),
  'overlays/prod/rendered.txt': route('web', 95),
  'env/dev/web.yaml': route('web', 60),
  'env/prod/web.yaml': route('web', 80),
};
/** The last word but for flags and their values is the folder; kubectl prints a list of one Service. */
const PROGRAMS: Record<string, string> = {
  helm: 'exec cat "$3/rendered.txt"',
  kustomize: 'exec cat "$2/rendered.txt"',
  kubectl:
    'printf "apiVersion: v1\\nkind: List\\nitems:\\n- {apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {ports: [{name: http, port: 80}]}}\\n"',
  'mesh-lint': `exec "${process.execPath}" "${join(ROOT, 'bin', 'mesh-lint.js')}" "$@"`,
};

const programs = join(work, 'programs');
mkdirSync(programs);
for (const [name, script] of Object.entries(PROGRAMS)) {
  writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(programs, name), 0o755);
}
const tree = join(work, 'tree');
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text);
}
mkdirSync(join(work, 'platform'));
writeFileSync(join(work, 'platform', 'cart.yaml'), route('cart', 80));
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: tree });
git('init', '-q', '-b', 'main');
git('add', '-A');
git('commit', '-qm', 'first');
git('update-ref', 'refs/remotes/origin/main', 'HEAD');

const page = readFileSync(join(ROOT, 'docs', 'ci.md'), 'utf8');
const blocks = [...page.matchAll(/<!-- run: exits (\d) -->\n```sh\n([\s\S]*?)```/g)];

describe('docs/ci.md', () => {
  it.each(blocks.map(([, code = '', script = '']) => [script, Number(code)] as const))('%s', (script, code) => {
    const copy = mkdtempSync(join(work, 'run-'));
    cpSync(tree, join(copy, 'tree'), { recursive: true });
    symlinkSync(join(work, 'platform'), join(copy, 'platform'));
    const ran = spawnSync('bash', ['-o', 'pipefail', '-c', script], {
      cwd: join(copy, 'tree'),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { HOME: copy, PATH: [programs, '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter), RUNNER_TEMP: copy },
    });
    expect(ran.status, ran.stdout + ran.stderr).toBe(code);
    if (code === 1) expect(ran.stdout).toContain('The weights of this route sum to');
  });

  it('has a mark on each command: run, or not run', () => {
    const before = page.split('```sh\n').slice(0, -1);
    const paragraphs = before.map((text) => text.trimEnd().split('\n\n').at(-1) ?? '');
    expect(paragraphs.filter((text) => !/^<!-- run: exits \d -->$|\*not run\*/.test(text))).toEqual([]);
    expect(blocks.length).toBeGreaterThan(10);
  });
});
