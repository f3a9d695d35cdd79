import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { argumentsOf, splitWords } from '../../src/action/inputs.ts';
import { ROOT } from '../support/fixtures.ts';
import { environment, folder } from './runner.ts';

const argv = (inputs: Record<string, string>, more = {}) => argumentsOf({ ...environment(ROOT, inputs), ...more });
const FOR_PEOPLE = ['--format=pretty', '--color'];

describe('the inputs of the Action', () => {
  it('are words of the command line', () => {
    expect(
      argv({
        paths: 'k8s apps/*.yaml\n"with space"',
        config: 'mesh config.yaml',
        preset: 'strict security',
        'istio-version': '1.30',
        'failure-threshold': 'warning',
        'max-warnings': '3',
        'sarif-file': 'out/mesh lint.sarif',
        since: 'origin/main',
        args: "--rule 'virtual-service/weights-sum: off' --context ../platform",
      }),
    ).toEqual([
      '--config=mesh config.yaml',
      '--istio-version=1.30',
      '--failure-threshold=warning',
      '--max-warnings=3',
      '--preset=strict',
      '--preset=security',
      '--since=origin/main',
      ...FOR_PEOPLE,
      '--format=sarif=out/mesh lint.sarif',
      '--rule',
      'virtual-service/weights-sum: off',
      '--context',
      '../platform',
      '--',
      './k8s',
      'apps/*.yaml',
      'with space',
    ]);
  });

  it('stand for the whole folder where none is given', () => {
    expect(argumentsOf({})).toEqual([...FOR_PEOPLE, '--', '.']);
    expect(argv({ 'failure-threshold': '', paths: ' ' })).toEqual([...FOR_PEOPLE, '--', '.']);
  });

  it('name folders, never verbs or options', () => {
    expect(argv({ 'failure-threshold': '', paths: 'rules explain --fix' })).toEqual([
      ...FOR_PEOPLE,
      '--',
      './rules',
      './explain',
      '--fix',
    ]);
  });

  it.each(['-f json', '--format json', '--format=json', '-fjson'])('leave the log to %s', (args) => {
    expect(argv({ args })).not.toContain('--format=pretty');
  });

  it('take the base of a pull request from the event', () => {
    const sha = '0123456789abcdef0123456789abcdef01234567';
    const events = folder({
      'pull-request.json': JSON.stringify({ pull_request: { base: { sha } } }),
      'queue.json': JSON.stringify({ merge_group: { base_sha: sha } }),
      'push.json': JSON.stringify({ before: sha, pull_request: null }),
      'odd.json': JSON.stringify({ pull_request: { base: { sha: '--upload-pack=x' } } }),
      'broken.json': '{',
    });
    const since = (name: string) =>
      argv({ since: 'pull-request' }, { GITHUB_EVENT_PATH: join(events, name) }).filter((word) =>
        word.startsWith('--since'),
      );
    expect(since('pull-request.json')).toEqual([`--since=${sha}`]);
    expect(since('queue.json')).toEqual([`--since=${sha}`]);
    for (const name of ['push.json', 'odd.json', 'broken.json', 'absent.json']) expect(since(name)).toEqual([]);
  });

  it('say which one has an open quote', () => {
    expect(() => argv({ args: '--rule "x: off' })).toThrow('the input "args" has a quote that is never closed');
  });

  it('are those of action.yml, each of them described', () => {
    const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
    const folderOf = join(ROOT, 'src', 'action');
    const source = readdirSync(folderOf).map((name) => readFileSync(join(folderOf, name), 'utf8'));
    for (const [name, { description }] of Object.entries<{ description?: string }>(action.inputs)) {
      expect(source.some((text) => text.includes(`'${name}'`))).toBe(true);
      expect(description).toMatch(/\w/);
    }
    const read = source.join('').matchAll(/(?:input|wordsOf)\('([\w-]+)'/g);
    for (const [, name = ''] of read) expect(action.inputs).toHaveProperty([name]);
  });
});

describe('words', () => {
  it.each([
    ['', []],
    ['  a\tb\r\n c ', ['a', 'b', 'c']],
    ['"a b" \'c d\'', ['a b', 'c d']],
    ['--rule="a: [off]" \'it"s\' ""', ['--rule=a: [off]', 'it"s', '']],
    ['a\\b c:\\d $HOME `x` *.yaml # y', ['a\\b', 'c:\\d', '$HOME', '`x`', '*.yaml', '#', 'y']],
    ['"a', undefined],
    ["a'b", undefined],
  ])('of %j', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });
});
