import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { mesh } from '../support/cli.ts';

const work = mkdtempSync(join(tmpdir(), 'mesh-lint-render-'));
afterAll(() => rmSync(work, { recursive: true }));

const FILES: Record<string, string> = {
  'charts/shop/Chart.yaml': 'apiVersion: v2\nname: the-shop\nversion: 0.1.0\n',
  'charts/shop/templates/web.yaml': '{{ if .Values.web }}\nkind: VirtualService\n{{ end }}\n',
  'charts/shop/charts/cart/Chart.yaml': 'apiVersion: v2\nname: cart\nversion: 0.1.0\n',
  'charts/shop/charts/cart/templates/cart.yaml': '{{ include "cart" . }}\n',
  'charts/shop/rendered.txt': `---\n# Source: the-shop/templates/web.yaml\n${route('web', 'shop', 60)}`,
  'charts/common/Chart.yaml': 'apiVersion: v2\nname: common\ntype: library\nversion: 0.1.0\n',
  'charts/common/templates/_helpers.yaml': '{{ define "a" }}{{ end }}\n',
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': route('web', '', 70),
  'overlays/dev/kustomization.yaml': 'resources: [../../base]\npatches: [{path: patch.yaml}]\n',
  'overlays/dev/patch.yaml': route('web', '', 80),
  'overlays/dev/rendered.txt': route('web', 'dev', 80),
  'overlays/prod/kustomization.yaml': 'resources: [../../base]\n',
  'overlays/prod/rendered.txt': route('web', 'prod', 90),
  'parts/kustomization.yaml': 'kind: Component\npatches: [{path: part.yaml}]\n',
  'plain.yaml': route('plain', 'shop', 50),
};

function route(name: string, namespace: string, weight: number): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: "${namespace}"}
spec:
  hosts: [${name}]
  http:
    - route:
        - {destination: {host: ${name}}, weight: ${weight}}
        - {destination: {host: ${name}}, weight: 20}
`;
}

for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(work, 'tree', path)), { recursive: true });
  writeFileSync(join(work, 'tree', path), text);
}
/** What takes a program's place prints what lies ready in the folder, its last word but for flags. */
function program(name: string, script: string, folderName = name): string {
  const folder = join(work, 'programs', folderName);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
  return folder;
}
const helm = program('helm', 'echo "$@" > "$3/arguments.log"; exec cat "$3/rendered.txt"');
const kustomize = program('kustomize', 'exec cat "$2/rendered.txt"');
const kubectl = program('kubectl', '[ "$1" = kustomize ] && exec cat "$2/rendered.txt"');
const refusal = 'echo "Error: cart: required value is missing" >&2; exit 1';
const failing = program('helm', refusal, 'failing');
program('kustomize', refusal, 'failing');

/** Nothing but what the programs of this test need, whatever the machine has. */
const tools = join(work, 'tools');
mkdirSync(tools);
symlinkSync('/bin/cat', join(tools, 'cat'));

async function lintTree(programs: string[], ...args: string[]) {
  vi.stubEnv('PATH', [...programs, tools].join(delimiter));
  const flags = ['--render', '-f', 'json', '--only', 'virtual-service/weights-sum', '--only', 'core/template'];
  const { code, stdout, stderr } = await mesh([...flags, '--only', 'core/unreadable-file', ...args], {
    cwd: join(work, 'tree'),
  });
  const files: { filePath: string; messages: { line: number; message: string; template?: string }[] }[] = JSON.parse(
    stdout || '[]',
  );
  const found = files.flatMap(({ filePath, messages }) =>
    messages.map(({ line, message, template = '' }) =>
      [filePath.slice(join(work, 'tree').length + 1), line, template, message.replace(/, (?:not|so) .*/, '')]
        .filter(Boolean)
        .join(' '),
    ),
  );
  return { code, stderr, found };
}

describe('--render', () => {
  afterEach(() => vi.unstubAllEnvs());

  const plain = 'plain.yaml 9 The weights of this route sum to 70';
  const chart = 'charts/shop 11 the-shop/templates/web.yaml The weights of this route sum to 80';
  const prod = 'overlays/prod 9 The weights of this route sum to 110';
  const unrendered = [
    ['common/templates/_helpers.yaml', 'common'],
    ['shop/charts/cart/templates/cart.yaml', 'cart'],
    ['shop/templates/web.yaml', 'shop'],
  ].map(([path, name]) => `charts/${path} 1 1 template of the Helm chart "${name}" can only be linted once rendered`);
  const raw = 'base/web.yaml 9 The weights of this route sum to 90';

  it('lints what charts and kustomizations come to, in place of what they are made of', async () => {
    expect(await lintTree([helm, kustomize])).toEqual({ code: 1, stderr: '', found: [plain, chart, prod] });
  });

  it('takes kubectl where kustomize is not', async () => {
    expect((await lintTree([helm, kubectl])).found).toEqual([plain, chart, prod]);
  });

  it('says which program is missing, and lints the rest as it stands', async () => {
    expect(await lintTree([kustomize])).toMatchObject({
      stderr: 'mesh-lint: helm is not on PATH, so charts/shop stays unrendered\n',
      found: [...unrendered, plain, prod],
    });
    const { stderr, found } = await lintTree([helm]);
    expect(stderr).toBe(
      'mesh-lint: kustomize or kubectl is not on PATH, so overlays/dev and 1 other folder stay unrendered\n',
    );
    expect(found).toEqual([raw, plain, chart]);
  });

  it('reports a chart that cannot be rendered', async () => {
    const { code, found } = await lintTree([failing, kustomize]);
    expect(code).toBe(1);
    expect(found).toContain(
      'charts/shop 1 This could not be read: helm template fails: cart: required value is missing.',
    );
  });

  it('lints a kustomization that cannot be built as it stands', async () => {
    const { code, found } = await lintTree([helm, failing]);
    expect(code).toBe(1);
    expect(found).toEqual([
      raw,
      plain,
      chart,
      'overlays/dev 1 This could not be read: kustomize build fails: cart: required value is missing.',
      'overlays/prod 1 This could not be read: kustomize build fails: cart: required value is missing.',
    ]);
  });

  it('renders for the namespace that is given', async () => {
    await lintTree([helm, kustomize], '-n', 'prod');
    const folder = join(work, 'tree', 'charts', 'shop');
    expect(readFileSync(join(folder, 'arguments.log'), 'utf8')).toBe(`template shop ${folder} --namespace prod\n`);
  });
});

describe('services that show findings in files', () => {
  afterEach(() => vi.unstubAllEnvs());

  async function lintAs(format: string) {
    vi.stubEnv('PATH', [helm, kustomize, tools].join(delimiter));
    const args = ['--render', '-f', format, '--only', 'virtual-service/weights-sum'];
    return (await mesh(args, { cwd: join(work, 'tree') })).stdout;
  }

  it('are told the template, or the file that it was rendered from, and no line of it', async () => {
    const wanted = ['plain.yaml 9', 'charts/shop/templates/web.yaml 1', 'overlays/prod/kustomization.yaml 1'];
    const github = [...(await lintAs('github')).matchAll(/file=([^,]*),line=(\d+)/g)].map(([, ...place]) =>
      place.join(' '),
    );
    expect(github).toEqual(wanted);
    const gitlab: { location: { path: string; positions: { begin: { line: number } } } }[] = JSON.parse(
      await lintAs('gitlab'),
    );
    expect(gitlab.map(({ location: { path, positions } }) => `${path} ${positions.begin.line}`)).toEqual(wanted);
    const sarif = JSON.parse(await lintAs('sarif'));
    const results: {
      message: { text: string };
      locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[];
    }[] = sarif.runs[0].results;
    const places = results.flatMap(({ locations }) =>
      locations.map(
        ({ physicalLocation: { artifactLocation, region } }) => `${artifactLocation.uri} ${region.startLine}`,
      ),
    );
    expect(places).toEqual(wanted);
    expect(results[1]?.message.text).toContain(
      'In VirtualService shop/web, rendered from the-shop/templates/web.yaml.',
    );
    expect(results[2]?.message.text).toContain('In VirtualService prod/web, rendered by kustomize build.');
  });
});
