import { describe, expect, it } from 'vitest';
import { lint } from '../../src/index.ts';
import type { LintOptions } from '../../src/lint.ts';
import { tree } from '../support/tree.ts';

const ROUTE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: shop
  labels:
    team: web
    owner: \${OWNER}
spec:
  hosts:
    - reviews.example.com
    - \${HOST}
  http:
    - timeout: 5s
      retries:
        attempts: 3
      route:
        - destination:
            host: reviews
`;

const NAMESPACE = `---
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    tier: gold
`;

async function run(rules: string, manifest = ROUTE, more: Partial<LintOptions> = {}): Promise<string[]> {
  const cwd = tree({ 'acme.yaml': rules });
  const overlay = new Map([['vs.yaml', manifest]]);
  const { report } = await lint({ cwd, overlay, plugins: ['./acme.yaml'], ...more });
  return report.files.flatMap((file) =>
    file.findings
      .filter(({ ruleId }) => ruleId.startsWith('acme/'))
      .map(({ ruleId, level, message, line, column }) => `${line}:${column} ${level} ${ruleId}: ${message}`),
  );
}

/** A file with one rule. */
function rule(cel: string, more = ''): string {
  return `rules:
  - id: r
    kinds: [VirtualService]
    message: It fails.
    cel: |
      ${cel.replaceAll('\n', '\n      ')}
${more.replaceAll(/^/gm, '    ')}`;
}

const FAILS = ['2:1 warning acme/r: It fails.'];

describe('the expression decides', () => {
  it.each<[string, string[]]>([
    ['object.kind == "VirtualService"', []],
    ['object.metadata.name == "ratings"', FAILS],
    ['has(object.metadata.labels.team)', []],
    ['!has(object.metadata.labels.team)', FAILS],
    ['"tem" in object.metadata.labels', FAILS],
    ['object.metadata.labels["team"] in ["web", "mobile"]', []],
    ['object.spec.http.all(h, has(h.timeout) && duration(h.timeout) <= duration("3s"))', FAILS],
    ['object.spec.http.all(h, h.retries.attempts < 3)', FAILS],
    ['object.spec.http.all(h, h.retries.attempts == 3 && type(h.retries.attempts) == int)', []],
    ['object.spec.http.exists(h, h.route.size() > 1)', FAILS],
    ['object.spec.http[0].route[0].destination.host.matches("^[a-z]+$")', []],
    ['object.spec.hosts.size() == 2 &&\nobject.kind.lowerAscii() == "gateway"', FAILS],
  ])('%s', async (cel, wanted) => {
    expect(await run(rule(cel))).toEqual(wanted);
  });

  it.each([
    ['of a text', 'object.metadata.labels.owner == "me"'],
    ['of an item', 'object.spec.hosts.all(h, h.endsWith(".example.org") || h.endsWith(".com"))'],
    ['of which it asks whether it is there', '!has(object.metadata.labels.owner)'],
  ])('and says nothing where a placeholder does: %s', async (_, cel) => {
    expect(await run(rule(cel))).toEqual([]);
  });

  it('and decides without the placeholder where it can', async () => {
    expect(await run(rule('object.spec.hosts[0].endsWith(".org") && object.spec.hosts[1] != ""'))).toEqual(FAILS);
  });

  it.each([
    ['object.spec.tcp.size() > 0', 'field not found: tcp'],
    ['object.spec.http[0].retries.attempts > "3"', "found no matching overload for '_>_' applied to '(int, string)'"],
    ['object.metadata.name', 'the expression answers reviews, where true or false is wanted'],
    ['object.spec.http[3].timeout == "1s"', /^index 3 out of bounds/],
  ])('and what cannot be evaluated is reported: %s', async (cel, why) => {
    const [found = '', ...others] = await run(rule(cel, 'level: error'));
    expect(others).toEqual([]);
    const [, error = ''] = /^2:1 error acme\/r: This rule could not be evaluated here: (.*)\.$/.exec(found) ?? [];
    if (typeof why === 'string') expect(error).toBe(why);
    else expect(error).toMatch(why);
  });

  it('on the namespace, where its manifest is there', async () => {
    const gold = rule('namespaceObject.metadata.labels.tier != "gold" || has(object.spec.exportTo)');
    expect(await run(gold, ROUTE + NAMESPACE)).toEqual(FAILS);
    expect(await run(gold, ROUTE)).toEqual([]);
  });
});

describe('a rule is asked about what it matches', () => {
  const never = (match: string) =>
    `rules: [{ id: r, match: { kinds: [VirtualService], ${match} }, cel: 'false', message: It fails. }]`;

  it.each<[string, boolean]>([
    ['namespaces: [shop]', true],
    ['namespaces: ["sh*", other]', true],
    ['namespaces: prod', false],
    ['names: ["rev*"]', true],
    ['names: [ratings]', false],
    ['labels: { team: web }', true],
    ['labels: { team: "*" }', true],
    ['labels: { team: mobile }', false],
    ['labels: { squad: "*" }', false],
    ['namespaces: [shop], names: [ratings]', false],
  ])('%s: %s', async (match, asked) => {
    expect(await run(never(match))).toEqual(asked ? FAILS : []);
  });

  it('by kinds as built-in rules have them', async () => {
    const of = (kinds: string) => run(`rules: [{ id: r, kinds: ${kinds}, cel: 'false', message: It fails. }]`);
    expect(await of('[Gateway]')).toEqual([]);
    expect(await of('"networking.istio.io/*"')).toEqual(FAILS);
    expect(await of("['*']")).toEqual(FAILS);
  });

  it('and not about patches, which are parts', async () => {
    const cwd = tree({
      'acme.yaml': rule('has(object.spec.hosts)'),
      'kustomization.yaml': 'resources: [base.yaml]\npatches: [{ path: patch.yaml }]\n',
      'base.yaml': ROUTE,
      'patch.yaml': ROUTE.replace(/spec:[\s\S]*/, 'spec:\n  exportTo: ["."]\n'),
    });
    const { report } = await lint({ cwd, plugins: ['./acme.yaml'], only: ['acme/r'] });
    expect(report.files.flatMap(({ findings }) => findings)).toEqual([]);
  });
});

describe('a finding', () => {
  it.each([
    ['metadata.labels.team', '7:11'],
    ['spec.http[0].retries.attempts', '16:19'],
    ['/spec/http/0/timeout', '14:16'],
    ['metadata.labels["app.kubernetes.io/name"]', '6:3'],
    ['spec.http', '13:3'],
  ])('is at its path %s', async (path, place) => {
    const [found = ''] = await run(rule('false', `path: ${JSON.stringify(path)}`));
    expect(found).toBe(`${place} warning acme/r: It fails.`);
  });

  it('says what the message evaluates to', async () => {
    const text = `rules:
  - id: r
    kinds: [VirtualService]
    cel: object.spec.http.size() > 1
    message: "{{object.metadata.name}} of {{object.metadata.labels.owner}} has {{ object.spec.http.size() }} routes, {{object.spec.hosts}}, {{object.spec.tls}}"
    help: Ask {{object.metadata.labels.team}}.
    summary: Two routes at least
    url: https://acme.example/r
`;
    const cwd = tree({ 'acme.yaml': text });
    const overlay = new Map([['vs.yaml', ROUTE]]);
    const { report } = await lint({ cwd, overlay, plugins: ['./acme.yaml'], only: ['acme/r'], describeRules: true });
    expect(report.files[0]?.findings[0]).toMatchObject({
      messageId: 'fails',
      message: 'reviews of ${OWNER} has 1 routes, ["reviews.example.com","${HOST}"], (field not found: tls)',
      help: 'Ask web.',
    });
    expect(report.rules).toMatchObject([
      { id: 'acme/r', summary: 'Two routes at least', url: 'https://acme.example/r', level: 'warning' },
    ]);
  });

  it('has the level of the file, the presets and the user', async () => {
    expect(await run(rule('false', 'level: info'))).toEqual(['2:1 info acme/r: It fails.']);
    expect(await run(rule('false', 'level: warn'), ROUTE, { presets: ['production'] })).toEqual(FAILS);
    expect(await run(rule('false'), ROUTE, { rules: { 'acme/r': 'error' } })).toEqual(['2:1 error acme/r: It fails.']);
    expect(await run(rule('false'), ROUTE, { rules: { 'acme/r': 'off' } })).toEqual([]);
  });

  it('is of the name that the file gives', async () => {
    const cwd = tree({ 'policies.yml': `name: acme\n${rule('false')}` });
    const { report } = await lint({
      cwd,
      overlay: new Map([['vs.yaml', ROUTE]]),
      plugins: ['policies.yml'],
      only: ['acme/r'],
    });
    expect(report.files[0]?.findings).toHaveLength(1);
  });
});

describe('what is wrong in the file is told at its place', () => {
  it.each([
    [
      'an expression that ends early',
      rule('object.spec.hosts.size() == 1 &&'),
      '6:37: in the expression: found & but expecting end of input',
    ],
    [
      'one on a later line',
      rule('has(object.spec.hosts) &&\n  object.spec..hosts'),
      /^7:\d+: in the expression: found /,
    ],
    [
      'one in quotes',
      "rules: [{ id: r, kinds: ['*'], message: A., cel: 'object..kind' }]",
      '1:57: in the expression: found . but expecting end of input',
    ],
    [
      'an unknown variable',
      rule('object.kind == "a" || spec.hosts.size() > 0'),
      '6:29: in the expression: there is no variable "spec"; the resource is "object", so object.spec',
    ],
    [
      'a misspelt variable',
      rule('objct.kind == "a"'),
      '6:7: in the expression: there is no variable "objct"; did you mean "object"?',
    ],
    [
      'an unknown function',
      rule('quantity(object.spec.cpu) > 1'),
      /^6:\d+: in the expression: there is no function quantity\(\)$/,
    ],
    [
      'a message with a broken expression',
      "rules:\n  - id: r\n    kinds: '*'\n    cel: 'true'\n    message: It is {{object..kind}}.\n",
      '5:28: in the expression: found . but expecting end of input',
    ],
    [
      'an unknown key',
      "rules:\n  - id: r\n    kind: VirtualService\n    cel: 'true'\n    message: A.\n",
      '3:5: a rule has no key "kind"; did you mean "kinds"?',
    ],
    ['a missing key', "rules:\n  - id: r\n    kinds: '*'\n    message: A.\n", '2:5: the rule has no cel'],
    [
      'no kinds',
      "rules:\n  - id: r\n    cel: 'true'\n    message: A.\n",
      "2:5: the rule says no kinds, such as kinds: [VirtualService]; '*' is every resource",
    ],
    ['an unknown level', rule('true', 'level: high'), '7:12: the level is error, warning or info, not "high"'],
    [
      'a path that is none',
      rule('true', 'path: spec.http[a]'),
      '7:11: "spec.http[a]" is no path; write spec.http[0].route, metadata.labels["app.kubernetes.io/name"] or a JSON Pointer',
    ],
    ['an empty list', 'rules: []', '1:1: rules is a list of { id, kinds, cel, message }'],
    [
      'another kind of file',
      'apiVersion: v1\nkind: Namespace\n',
      '1:1: a file of rules has no key "apiVersion"; its keys: name, rules',
    ],
    ['a text', 'rules', '1:1: a file of rules is a map with name, rules'],
    [
      'two of one id',
      'rules:\n  - { id: r, kinds: "*", cel: "true", message: A. }\n  - { id: r, kinds: "*", cel: "true", message: A. }\n',
      '3:11: another rule in this file is called r',
    ],
    ['broken YAML', 'rules:\n  - id: "r\n', /^\d:\d+: /],
    ['an address that is none', rule('true', 'url: acme'), '7:10: "acme" is no address'],
  ])('%s', async (_, text, wanted) => {
    const error: unknown = await run(text).then(
      (found) => `no error, but ${found}`,
      (thrown) => thrown,
    );
    if (!(error instanceof Error)) throw new Error(String(error));
    expect(error.name).toBe('UsageError');
    const message = error.message.replace(/^acme\.yaml:/, '');
    if (typeof wanted === 'string') expect(message).toBe(wanted);
    else expect(message).toMatch(wanted);
  });
});
