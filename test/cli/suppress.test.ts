import { expect, test } from 'vitest';
import { tree } from '../input/tree.ts';
import { mesh } from '../support/cli.ts';

const service = (comment: string, member = 'shadow: true') => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: prod
spec:
  hosts: [reviews.example.com]
  http:
    - ${member} # ${comment}
      route:
        - destination: { host: reviews }
`;
const KNOWN = 'mesh-lint-disable-line core/unknown-field -- why';

test.each(['pretty', 'stylish', 'unix', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle', 'markdown'])(
  'what is silenced is not in %s, and no reason to fail',
  async (format) => {
    const { code, stdout } = await mesh(['-f', format, '--max-warnings', '0', '-'], { stdin: service(KNOWN) });
    expect(code).toBe(0);
    expect(stdout).not.toContain('There is no field');
  },
);

test('JSON shows what is silenced, with the reason, and the closing line counts it', async () => {
  const ran = await mesh(['-f', 'json', '-'], { stdin: service(KNOWN) });
  const [{ messages, suppressedMessages, errorCount }] = JSON.parse(ran.stdout);
  expect({ messages, errorCount }).toEqual({ messages: [], errorCount: 0 });
  expect(suppressedMessages).toMatchObject([
    { ruleId: 'core/unknown-field', line: 9, suppressions: [{ kind: 'directive', justification: 'why' }] },
  ]);
  expect((await mesh(['-'], { stdin: service(KNOWN) })).stdout).toMatch(/^✔ no problems .* · 1 suppressed\n/);
});

test('a byte order mark and tabs change nothing', async () => {
  const stdin = `\ufeff#\tmesh-lint-disable-file\tcore/unknown-field\t--\twhy\n${service('note')}`;
  expect((await mesh(['-'], { stdin })).stdout).toContain(' · 1 suppressed');
});

test.each([
  ['off', 0, ''],
  ['info', 0, 'info'],
  ['warn', 0, 'warning'],
  ['error', 1, 'error'],
])('--report-unused-disable-directives %s', async (level, code, shown) => {
  const stdin = service(KNOWN, 'name: a').replace('hosts', '# mesh-lint-disable-line core/typo\n  hosts');
  const ran = await mesh(['-f', 'json', '--report-unused-disable-directives', level, '-'], { stdin });
  expect(ran.code).toBe(code);
  const [{ messages }] = JSON.parse(ran.stdout);
  const found = messages.map((each: { level: string; ruleId: string }) => `${each.level} ${each.ruleId}`);
  expect(found).toEqual(shown ? [`${shown} core/unknown-directive`, `${shown} core/unused-directive`] : []);
});

test('--report-unused-disable-directives takes a level, and --rule wins over it', async () => {
  const stdin = service(KNOWN, 'name: a');
  expect(await mesh(['--report-unused-disable-directives', 'loud', '-'], { stdin })).toMatchObject({
    code: 2,
    stderr: 'mesh-lint: --report-unused-disable-directives is off, info, warn or error, not "loud"\n',
  });
  const rule = ['--rule', 'core/unused-directive: off'];
  expect((await mesh(['--report-unused-disable-directives', 'error', ...rule, '-'], { stdin })).code).toBe(0);
});

test('--fix takes out what is of no use, and a second time changes nothing', async () => {
  const stdin = service(KNOWN, 'name: a');
  const { stdout, code } = await mesh(['--diff', '-'], { stdin });
  expect(code).toBe(1);
  expect(stdout).toContain(`-    - name: a # ${KNOWN}\n+    - name: a\n`);
  expect((await mesh(['--diff', '-'], { stdin: stdin.replace(` # ${KNOWN}`, '') })).stdout).toBe('');
});

test('a comment about a rule that the configuration turns off there is not unused', async () => {
  const root = tree({
    'a.yaml': service(KNOWN, 'name: a'),
    'b.yaml': service(KNOWN, 'name: b').replace('name: reviews', 'name: ratings'),
    '.meshlintrc.yaml': "root: true\noverrides: [{ files: ['a.yaml'], rules: { core/unknown-field: off } }]\n",
  });
  const { stdout } = await mesh(['-f', 'json', 'a.yaml', 'b.yaml'], { cwd: root });
  const found = JSON.parse(stdout).map(({ messages }: { messages: { ruleId: string }[] }) =>
    messages.map(({ ruleId }) => ruleId),
  );
  expect(found).toEqual([[], ['core/unused-directive']]);
});
