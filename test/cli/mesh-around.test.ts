import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mesh } from '../support/cli.ts';

const work = mkdtempSync(join(tmpdir(), 'mesh-lint-mesh-around-'));
afterAll(() => rmSync(work, { recursive: true }));

const FILES = {
  'app/route.yaml': route('web'),
  'other/cart.yaml': service('cart'),
  'whole/web.yaml': `${service('web')}---\n${service('cart')}`,
  'snapshot.yaml': `apiVersion: v1\nkind: List\nitems:\n- ${service('cart').trimEnd().replaceAll('\n', '\n  ')}\n`,
  'envs/dev/web.yaml': `${service('web')}---\n${route('web')}`,
  'envs/prod/cart.yaml': `${service('cart')}---\n${route('web')}`,
  'envs/shared.yaml': route('web').replace('name: web', 'name: shared'),
  'mesh.yaml': 'defaultConfig:\n  proxyMetadata: {ISTIO_META_DNS_CAPTURE: "true"}\n  tracing: {zipkin: 3}\n',
  'networks.yaml': 'networks:\n  north: {endpoints: [{fromRegistry: 3}]}\n',
};

function route(host: string): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${host}, namespace: shop}
spec:
  hosts: [${host}]
  http: [{route: [{destination: {host: ${host}}}]}]
`;
}

function service(name: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: shop}\nspec: {ports: [{name: http, port: 80}]}\n`;
}

for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(work, path)), { recursive: true });
  writeFileSync(join(work, path), text);
}

async function findings(...argv: string[]) {
  const { stdout, stderr } = await mesh([...argv, '-f', 'json'], { cwd: work });
  expect(stderr).toBe('');
  const files: { filePath: string; messages: { messageId: string; resource: unknown }[] }[] = JSON.parse(stdout);
  return {
    files: files.map(({ filePath }) => filePath.slice(work.length + 1)),
    messages: files.flatMap(({ messages }) => messages),
  };
}

describe('what is there beside the linted files', () => {
  const hosts = ['--only', 'virtual-service/host-exists', 'app'];
  const missing = async (...argv: string[]) => (await findings(...hosts, ...argv)).messages.length;

  it('says nothing of hosts that may be elsewhere', async () => {
    expect(await missing()).toBe(0);
  });

  it('misses them where --world closed says that nothing is elsewhere', async () => {
    expect(await missing('--world', 'closed')).toBe(1);
  });

  it('lets the option of a rule win over --world', async () => {
    const open = ['--rule', 'virtual-service/host-exists: [error, {world: open}]'];
    expect(await missing('--world', 'closed', ...open)).toBe(0);
  });

  it('takes a namespace with other Services in --context for whole', async () => {
    expect(await missing('--context', 'other')).toBe(1);
    expect(await missing('--context', 'other', '--world', 'open')).toBe(0);
    expect(await missing('--context', 'whole')).toBe(0);
  });

  it('takes a snapshot for all that is there', async () => {
    expect(await missing('--snapshot', 'snapshot.yaml')).toBe(1);
  });

  it('neither lints nor lists what is read for context', async () => {
    const { files, messages } = await findings('app', '--context', '.');
    expect({ files, messages }).toEqual({ files: ['app/route.yaml'], messages: [] });
  });

  it('finds no conflict between an object and itself in the context', async () => {
    expect((await findings('whole', '--context', 'other', '--only', 'core/duplicate-resource')).messages).toEqual([]);
  });
});

describe('several meshes in one tree', () => {
  const conflicts = async (...argv: string[]) =>
    (await findings('envs', '--only', 'virtual-service/host-exists', '--world', 'closed', ...argv)).messages;

  it('takes all files for one mesh', async () => {
    expect(await conflicts()).toEqual([]);
  });

  it('with --world-per, each sees its own files and those of none, whose findings are told once', async () => {
    const found = await conflicts('--world-per', 'envs/*');
    expect(found.map(({ resource }) => (resource as { name: string }).name)).toEqual(['web', 'shared']);
  });
});

describe('the configuration of the mesh as files', () => {
  it('lints them, as objects that istioctl names so', async () => {
    const { files, messages } = await findings('app', '--mesh-config', 'mesh.yaml', '--mesh-networks', 'networks.yaml');
    expect(files).toEqual(['app/route.yaml', 'mesh.yaml', 'networks.yaml']);
    expect(messages.map(({ resource }) => resource)).toEqual([
      { apiVersion: '', kind: 'MeshConfig', namespace: 'istio-system', name: 'meshconfig' },
      { apiVersion: '', kind: 'MeshNetworks', namespace: 'istio-system', name: 'meshnetworks' },
    ]);
  });
});
