import { describe, expect, it } from 'vitest';
import { localhostListeners } from '../../src/mesh/localhost-listener.ts';
import { readSource } from '../../src/yaml/read.ts';

function found(container: string): string[] {
  const root = readSource('/container.yaml', container).documents[0]?.root;
  return root ? localhostListeners(root).map(({ host, port, field }) => `${field.display} ${host} ${port}`) : [];
}

describe('flags', () => {
  const args = (...list: string[]) => found(`args: ${JSON.stringify(list)}`).map((text) => text.replace(/^\S+ /, ''));

  it.each([
    [['--bind=127.0.0.1:8080'], ['127.0.0.1 8080']],
    [['--bind', '127.0.0.1:8080'], ['127.0.0.1 8080']],
    [['-listen=localhost:8080'], ['localhost 8080']],
    [['--web.listen-address=127.0.0.1:9090'], ['127.0.0.1 9090']],
    [['--metrics-bind-address=[::1]:8081'], ['[::1] 8081']],
    [['--listen-addr=http://127.0.0.1:4000'], ['127.0.0.1 4000']],
    [['sh', '-c', 'exec gunicorn -b 127.0.0.1:8000 app:app'], ['127.0.0.1 8000']],
    [['serve --bind "127.0.0.1:8000" --verbose'], ['127.0.0.1 8000']],
    [['--bind=0.0.0.0:8080'], []],
    [['--bind=:8080'], []],
    [['--bind=127.0.0.1'], []],
    [['--bind=127.0.0.1:8080', '--bind=10.0.0.1:8080'], []],
    [['--bind=127.0.0.1:8080', '--listen=127.0.0.1:8080'], ['127.0.0.1 8080']],
    [['--upstream=http://127.0.0.1:8080/'], []],
    [['--address=127.0.0.1:8080'], []],
    [['--host=127.0.0.1:8080'], []],
    [['-b', '127.0.0.1:8000'], []],
    [['--bind=${ADDRESS}:8080'], []],
    [['--bind=127.0.0.1:${PORT}'], []],
    [['--bind', '--verbose'], []],
    [['--bind'], []],
  ])('%j', (list, wanted) => {
    expect(args(...list)).toEqual(wanted);
  });

  it('takes --host and --port together, of servers that are known to open them, at a port that is declared', () => {
    const container = (program: string, port: number) =>
      found(`command: [${program}, app, --host, 127.0.0.1, --port=8000]\nports: [{containerPort: ${port}}]\n`);
    expect(container('/usr/local/bin/uvicorn', 8000)).toEqual(['command[3] 127.0.0.1 8000']);
    expect(container('uvicorn', 9000)).toEqual([]);
    expect(container('pg_dump', 8000)).toEqual([]);
  });
});

describe('variables', () => {
  const env = (variables: Record<string, string>, port = 8080) =>
    found(
      `ports: [{containerPort: ${port}}]\nenv: ${JSON.stringify(Object.entries(variables).map(([name, value]) => ({ name, value })))}`,
    );

  it('takes an address that a variable calls so', () => {
    expect(env({ LISTEN_ADDR: '127.0.0.1:8080' })).toEqual(['env[0].value 127.0.0.1 8080']);
    expect(env({ METRICS_BIND_ADDRESS: 'localhost:9090' })).toEqual(['env[0].value localhost 9090']);
    expect(env({ REDIS_ADDR: '127.0.0.1:6379', UPSTREAM: 'localhost:8080', LISTEN_ADDR: '0.0.0.0:80' })).toEqual([]);
  });

  it('takes the URLs of ASP.NET Core', () => {
    expect(env({ ASPNETCORE_URLS: 'http://localhost:5000;https://localhost:5001' })).toHaveLength(2);
    expect(env({ ASPNETCORE_URLS: 'http://+:8080' })).toEqual([]);
  });

  it('takes a host and a port where the container declares the port', () => {
    expect(env({ HOST: 'localhost', PORT: '8080' })).toEqual(['env[0].value localhost 8080']);
    expect(env({ HOST: 'localhost', PORT: '8080' }, 9000)).toEqual([]);
    expect(env({ HOST: 'localhost' })).toEqual([]);
    expect(env({ DB_HOST: 'localhost', DB_PORT: '8080' })).toEqual([]);
  });
});

it('takes odd containers', () => {
  expect(found('args: {a: 1}\nenv: [null, x, {name: null}]\nports: [null]\ncommand: [null, 1]\n')).toEqual([]);
  expect(found('[]')).toEqual([]);
});
