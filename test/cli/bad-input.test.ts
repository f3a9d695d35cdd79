import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { lintCommand } from '../../src/cli/commands/lint.ts';
import { parseFlags } from '../../src/cli/flags.ts';
import { type Io, run } from '../../src/cli/main.ts';
import { mesh } from '../support/cli.ts';

const work = mkdtempSync(join(tmpdir(), 'mesh-lint-bad-input-'));
afterAll(() => rmSync(work, { recursive: true }));

describe('what cannot be done exits 2, with one line that says what to type next', () => {
  it.each([
    [['--formt', 'json'], 'unknown option --formt; did you mean --format?'],
    [['--nonsense'], 'unknown option --nonsense; see mesh-lint --help'],
    [['-x'], 'unknown option -x; see mesh-lint --help'],
    [['--preset'], 'option --preset needs a value: --preset NAME'],
    [['--quiet=yes'], 'option --quiet takes no value'],
    [['--preset', 'recomended'], 'unknown preset "recomended"; did you mean "recommended"?'],
    [['-f', 'jsn'], 'unknown format "jsn"; did you mean "json"?'],
    [['-o', 'json'], '-o names a file; did you mean -f json?'],
    [
      ['--only', 'virtual-service/weight-sum'],
      'unknown rule "virtual-service/weight-sum"; did you mean "virtual-service/weights-sum"?',
    ],
    [['--skip', 'IST9999'], 'unknown rule "IST9999"; "mesh-lint rules" lists them'],
    [['--rule', 'core/schema: eror'], 'the level of rule core/schema is error, warning, info or off, not "eror"'],
    [['--rule', 'nonsense'], '--rule takes an id and a level, not "nonsense"'],
    [
      ['--rule', 'virtual-service/retry-budget: [error, {maxAttemps: 3}]'],
      'rule virtual-service/retry-budget has no option "maxAttemps"',
    ],
    [
      ['--rule', 'virtual-service/retry-budget: [error, {maxAttempts: many}]'],
      'option maxAttempts of rule virtual-service/retry-budget must be',
    ],
    [['--istio-version', '1.2'], 'no schemas for Istio "1.2" here; there are'],
    [['--failure-threshold', 'fatal'], '--failure-threshold is error, warning, info or none, not "fatal"'],
    [['--max-warnings', 'few'], '--max-warnings is a whole number, not "few"'],
    [['-f', 'json', '-f', 'sarif'], 'only one format can go to standard output'],
    [['--world', 'close'], 'unknown world "close"; did you mean "closed"?'],
    [['--mesh-config', 'none.yaml'], '--mesh-config none.yaml cannot be read: it does not exist'],
    [['--snapshot', '.'], '--snapshot . cannot be read: it is a folder'],
    [['--world-per', 'envs/*'], 'no folder matches --world-per "envs/*"'],
    [['--context', 'no/such/folder'], 'no file matches "no/such/folder"'],
    [['no/such/folder'], 'no file matches "no/such/folder"'],
    [['rules', 'extra'], '"mesh-lint rules" takes no argument'],
    [['explain'], '"mesh-lint explain" takes a rule id'],
  ])('%j', async (argv, message) => {
    const { code, stdout, stderr } = await mesh(argv, { cwd: argv.includes('--rule') ? withManifest() : work });
    expect(stderr).toContain(`mesh-lint: ${message}`);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('an empty folder says what would be read, and can be allowed', async () => {
    const empty = mkdtempSync(join(work, 'empty-'));
    const { code, stderr } = await mesh(['.'], { cwd: empty });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('.yaml, .yml and .json') });
    expect((await mesh(['--no-error-on-unmatched-pattern', '.'], { cwd: empty })).code).toBe(0);
  });

  it('standard input that is no text is said so, not linted as something else', async () => {
    const { code, stderr } = await mesh(['-'], { stdin: 'a: \0\n' });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('standard input cannot be read: it holds NUL bytes'),
    });
  });

  it('a report that cannot be written is not lost in silence', async () => {
    const { code, stderr } = await mesh(['-f', `json=${join(work, 'no', 'such', 'folder.json')}`, '-'], {
      stdin: 'a: 1\n',
    });
    expect(code).toBe(2);
    expect(stderr).toContain('cannot write');
  });
});

describe('a bug of ours', () => {
  const broken = {
    presets: { recommended: 'error' },
    codes: [],
    id: 'core/broken',
    load: () => Promise.reject(new Error('the rule fell over')),
  } as const;

  it('exits 2 with lines for an issue and no partial JSON', async () => {
    const written: string[] = [];
    const argv = parseFlags(['-f', 'json', '-']);
    await expect(
      lintCommand(
        argv,
        ioOf((text) => written.push(text)),
        [broken],
      ),
    ).rejects.toThrow('the rule fell over');
    expect(written).toEqual([]);
  });

  it('is worded for an issue', async () => {
    const errors: string[] = [];
    const cwd = () => {
      throw new Error('no such thing');
    };
    const code = await run(['-'], { ...ioOf((text) => errors.push(text)), cwd });
    expect(code).toBe(2);
    expect(errors.join('')).toMatch(
      /^mesh-lint: this is a bug in mesh-lint, not in your manifests: no such thing\n {2}mesh-lint \d/,
    );
    expect(errors.join('')).not.toContain(process.cwd());
  });
});

function withManifest(): string {
  writeFileSync(
    join(work, 'vs.yaml'),
    'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec: {hosts: [a], http: [{route: [{destination: {host: a}}]}]}\n',
  );
  return work;
}

function ioOf(collect: (text: string) => void): Io {
  const stream = new Writable({
    write(chunk, _, done) {
      collect(String(chunk));
      done();
    },
  });
  return {
    stdin: Readable.from(['kind: A\napiVersion: v1\n']),
    stdout: stream,
    stderr: stream,
    env: {},
    cwd: () => work,
  };
}
