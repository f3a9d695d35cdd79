import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { defineRule, rewriteString } from '../../src/index.ts';
import type { AnyPluginRule } from '../../src/plugins/plugin.ts';
import { type Cases, RuleTester } from '../../src/testing/index.ts';
import { tree } from '../support/tree.ts';

const namespace = (team: string) => `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    team: ${team}
`;

const teams = defineRule({
  summary: 'Namespaces name a team that exists',
  kinds: ['Namespace'],
  fix: 'unsafe',
  options: { known: { type: 'array', default: ['web'], description: 'The teams.' } },
  messages: { unknown: { text: 'There is no team "{{team}}".', help: 'Ask.' } },
  check({ labels }, context) {
    const team = labels.child('team');
    const { known } = context.options;
    if (team.string === undefined || known.includes(team.string)) return;
    const fix = rewriteString(team, known[0] ?? '');
    context.report(team, 'unknown', { team: team.string }, fix ? { fix } : {});
  },
});

const unknown = { messageId: 'unknown', message: 'There is no team "mobile".', line: 6, column: 11 };

describe('as a user has it', () => {
  new RuleTester({ describe, it }).run('acme/teams', teams, {
    valid: [namespace('web'), { yaml: namespace('mobile'), options: { known: ['mobile'] } }],
    invalid: [
      { yaml: namespace('mobile'), errors: 1 },
      { name: 'a fix', yaml: namespace('"mobile" # new'), errors: [unknown], output: namespace('"web" # new') },
      {
        name: 'another file',
        yaml: namespace('web'),
        files: { 'b.yaml': namespace('mobile') },
        errors: [{ ...unknown, file: 'b.yaml' }],
      },
      {
        name: 'by words',
        yaml: namespace('desktop'),
        errors: [{ message: /desktop/, help: 'Ask.', level: 'warning', pointer: '/metadata/labels/team' }],
      },
    ],
  });
});

/** The failures of a run, by test. */
async function failures(
  rule: AnyPluginRule | string,
  cases: Partial<Cases>,
  directory = '/',
): Promise<Record<string, string>> {
  const tests: [string, () => Promise<void>][] = [];
  const tester = new RuleTester({
    describe: (_, body) => body(),
    it: (name, body) => tests.push([name, body]),
    directory,
  });
  tester.run('acme/teams', rule, { valid: [], invalid: [], ...cases });
  const failed: Record<string, string> = {};
  for (const [name, body] of tests)
    await body().catch((error) => {
      failed[name] = error.message;
    });
  return failed;
}

describe('a wrong case fails, and says why', () => {
  const cases: [string, Partial<Cases>, string | RegExp][] = [
    [
      'valid, but reported',
      { valid: [namespace('mobile')] },
      'The case is valid, but the rule reports it.\n  reported:\n    6:11 warning unknown: There is no team "mobile".\n  wanted: nothing',
    ],
    [
      'invalid, but silent',
      { invalid: [{ yaml: namespace('web'), errors: [unknown] }] },
      'The case expects 1 finding, the rule reports 0.\n  reported: nothing\n  wanted:\n    6:11 unknown: There is no team "mobile".',
    ],
    [
      'another place',
      { invalid: [{ yaml: namespace('mobile'), errors: [{ line: 5, column: 11 }] }] },
      /^finding 1: line is 6, wanted is 5\n {2}reported:/,
    ],
    [
      'another message',
      { invalid: [{ yaml: namespace('mobile'), errors: [{ message: /web/ }] }] },
      /^finding 1: message is "There is no team \\"mobile\\"\.", wanted is \/web\/\n/,
    ],
    [
      'another number',
      { invalid: [{ yaml: namespace('mobile'), errors: 2 }] },
      /^The case expects 2 findings, the rule reports 1\./,
    ],
    [
      'no errors',
      { invalid: [{ yaml: namespace('mobile'), errors: [] }] },
      'An invalid case expects errors; a case without any is a valid one.',
    ],
    [
      'another output',
      { invalid: [{ yaml: namespace('mobile'), errors: 1, output: namespace('desktop') }] },
      /^Fixes make another text of it\.\n {2}fixed:[\s\S]*team: web[\s\S]*wanted:[\s\S]*team: desktop/,
    ],
    [
      'an output, but none wanted',
      { invalid: [{ yaml: namespace('mobile'), errors: 1, output: null }] },
      /wanted:\n {4}\(nothing is fixed\)$/,
    ],
    ['broken YAML', { valid: ['kind: "Namespace'] }, /^The case's YAML cannot be read: /],
    ['nothing', { valid: ['# nothing'] }, 'There is no manifest in the case.'],
    [
      'the same twice',
      { valid: [namespace('web'), { name: 'again', yaml: namespace('web') }] },
      'The same case is here twice.',
    ],
    [
      'an unknown option',
      { valid: [{ yaml: namespace('web'), options: { knwon: [] } }] },
      'rule acme/teams has no option "knwon"; did you mean "known"?',
    ],
  ];
  it.each(cases)('%s', async (_, given, wanted) => {
    const [message, ...others] = Object.values(await failures(teams, given));
    expect(others).toEqual([]);
    if (typeof wanted === 'string') expect(message).toBe(wanted);
    else expect(message).toMatch(wanted);
  });
});

describe('what the rule says of itself is tested', () => {
  it.each<[string, object, string]>([
    [
      'no messages',
      { messages: {} },
      "rule acme/teams has no messages, such as messages: { missing: 'The label team is missing.' }",
    ],
    ['a full stop', { summary: 'A rule.' }, 'The summary is one sentence without an end mark: "A rule."'],
    ['two lines', { messages: { unknown: 'a\nb' } }, 'The message "unknown" is more than one line.'],
    [
      'a default of another type',
      { options: { known: { type: 'array', default: 'web', description: 'Teams.' } } },
      'The default of the option "known" must be array.',
    ],
    [
      'an option without description',
      { options: { known: { type: 'array', default: [] } } },
      'The option "known" has no description.',
    ],
  ])('%s', async (_, more, wanted) => {
    expect(await failures({ ...teams, ...more } as AnyPluginRule, {})).toEqual({
      'says of itself what it has to': wanted,
    });
  });

  it('a fix that is not announced', async () => {
    const { fix: _, ...rule } = teams;
    const [message] = Object.values(await failures(rule, { invalid: [{ yaml: namespace('mobile'), errors: 1 }] }));
    expect(message).toMatch(/rule acme\/teams offers a fix, but does not say of which kind it is/);
  });
});

describe('declared rules are tested by their file', () => {
  const file = `rules:
  - id: teams
    kinds: [Namespace]
    cel: object.metadata.labels.team == "web"
    message: There is no team "{{object.metadata.labels.team}}".
    path: metadata.labels.team
`;

  it('which may pass', async () => {
    const cases = {
      valid: [namespace('web')],
      invalid: [{ yaml: namespace('mobile'), errors: [{ ...unknown, messageId: 'fails' }] }],
    };
    expect(await failures('./acme.yaml', cases, tree({ 'acme.yaml': file }))).toEqual({});
  });

  it('and fail', async () => {
    const other = tree({ 'acme.yaml': file.replace('id: teams', 'id: team') });
    expect(await failures('./acme.yaml', {}, other)).toEqual({
      'says of itself what it has to': './acme.yaml has no rule acme/teams; it has acme/team',
    });
  });
});

it('takes the globals that mocha has', () => {
  const declared: string[] = [];
  vi.stubGlobal('describe', (name: string, body: () => void) => {
    declared.push(name);
    body();
  });
  vi.stubGlobal('it', (name: string) => declared.push(name));
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  new RuleTester().run('acme/teams', teams, { valid: [namespace('web')], invalid: [] });
  expect(declared).toEqual(['acme/teams', 'says of itself what it has to', 'valid: Namespace shop']);
});

it('refuses to run where it cannot find the runner', () => {
  expect(() => new RuleTester()).toThrow(/^vitest keeps describe and it to itself/);
  expect(() => new RuleTester({ describe, it }).run('teams', teams, { valid: [], invalid: [] })).toThrow(
    'a rule is called plugin/rule, not "teams"',
  );
});
