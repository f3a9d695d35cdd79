import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { marked } from 'marked';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/reporters/index.ts';
import { mesh } from '../support/cli.ts';

const work = mkdtempSync(join(tmpdir(), 'mesh-lint-abuse-'));
afterAll(() => rmSync(work, { recursive: true }));

/** What terminals, runners, browsers, parsers and people are steered by. */
const NASTY = [
  '::error file=x::pwned',
  '\u001b[31mred\u001b]0;title\u0007',
  '\u009b31m\u202e\u2028',
  '##[add-mask]x ##vso[task.complete]',
  '<img src=x onerror=alert(1)><!-- -->',
  '| a | `code` **bold** [link](https://evil.example/x) ![i](https://evil.example/i.png)',
  '@acme/owners #12 GH-13 !14 https://evil.example www.evil.example a@evil.example',
  ']]> &amp; &#0; \ufffe\uffff $x^2$ %0A%25 \\',
];

/** JSON is YAML; its escapes survive where raw characters would not be read. */
function manifest(text: string, index: number): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${JSON.stringify(`web${index}${text}`)}, namespace: shop}
spec:
  hosts: [web]
  ${JSON.stringify(text)}: 1
  http:
    - route: [{destination: {host: web, ${JSON.stringify(text.repeat(2))}: x}}]
      headers: {request: {set: {${JSON.stringify(text)}: x}}}
`;
}

const SECRETS = `apiVersion: v1
kind: Secret
metadata: {name: credential, namespace: shop}
data:
  tls.key: aHVudGVyMg==
stringData: {password: hunter2, "pass word": 'hunter2'}
---
apiVersion: v1
kind: Secret
metadata: {name: broken, namespace: shop}
stringData:
  password: *hunter2
---
apiVersion: v1
kind: Secret
metadata: {name: broken, namespace: shop}
data: {password: "hunter2
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: {name: jwt, namespace: shop}
spec:
  jwtRules:
    - issuer: "https://user:hunter2@idp.example"
      jwksUri: "htps://user:hunter2@idp.example/keys?token=hunter2"
      jwksUrl: "https://hunter2@idp.example"
---
apiVersion: extensions.istio.io/v1alpha1
kind: WasmPlugin
metadata: {name: filter, namespace: shop}
spec:
  url: "ocy://user:hunter2@registry.example/filter"
  sha256: "https://user:hunter2@registry.example"
`;

const NAMES = NASTY.map((text, index) => `${text.replaceAll('/', '\u2215').slice(0, 60)}${index}.yaml`);
const FORMATTERS = ['./compact.cjs', './frame.cjs'];

beforeAll(() => {
  for (const [index, text] of NASTY.entries()) writeFileSync(join(work, NAMES[index] ?? ''), manifest(text, index));
  writeFileSync(join(work, 'line\nbreak.yaml'), manifest('\n::error::x', 9));
  writeFileSync(join(work, 'secrets.yaml'), SECRETS);
  writeFileSync(
    join(work, 'compact.cjs'),
    'module.exports = (results) => results.flatMap((r) => r.messages.map((m) => `${r.filePath}: ${m.message}`)).join("\\n");',
  );
  writeFileSync(
    join(work, 'frame.cjs'),
    'module.exports = (results) => results.map((r) => (r.source ?? "").split("\\n").map((l) => `| ${l}`).join("\\n")).join("\\n");',
  );
});

const run = (format: string, ...argv: string[]) =>
  mesh(['--preset', 'all', '-f', format, ...argv, '.'], { cwd: work, env: { GITHUB_ACTIONS: 'true' } });

describe.each([...FORMATS, ...FORMATTERS])('%s', (format) => {
  it('holds nothing that a terminal obeys', async () => {
    const { stdout } = await run(format);
    expect(stdout.length).toBeGreaterThan(500);
    expect(stdout.match(/[^\n\t\P{Cc}]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu)).toBeNull();
  });

  it('shows no value of a Secret and no credential of an address', async () => {
    expect((await run(format)).stdout).not.toMatch(/hunter2|aHVudGVyMg/);
    expect((await run(format, '--color')).stdout).not.toMatch(/hunter2|aHVudGVyMg/);
  });

  it('gives a runner no commands but annotations', async () => {
    const lines = (await run(format)).stdout.split('\n');
    const commands = lines.filter((line) => /^\s*::|##\[|##vso\[/.test(line));
    const annotation = /^::(?:error|warning|notice) file=[^,:]+(?:,\w+=[^,:]+)+::[^\r\n]+$/;
    if (format === 'github') expect(commands.filter((line) => !annotation.test(line))).toEqual([]);
    else if (!FORMATTERS.includes(format)) expect(commands).toEqual([]);
  });
});

/** As the runner decodes a command. */
const decode = (text: string) =>
  text
    .replaceAll('%0A', '\n')
    .replaceAll('%0D', '\r')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');

describe('what was meant is read back', () => {
  it('from commands of GitHub', async () => {
    const { stdout } = await run('github');
    const files = new Set(Array.from(stdout.matchAll(/^::\w+ file=([^,]*),/gm), ([, file]) => decode(file ?? '')));
    for (const name of NAMES.filter((each) => /^[\x20-\x7e\u2215]*$/.test(each))) expect(files).toContain(name);
    expect(decode(stdout)).toContain('%0A%25');
  });

  it.each(['junit', 'checkstyle'])('from XML: %s', async (format) => {
    const { stdout } = await run(format);
    expect(XMLValidator.validate(stdout)).toBe(true);
    expect(stdout).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|&#(?:0|x0);/u);
    const text = JSON.stringify(new XMLParser({ ignoreAttributes: false, htmlEntities: true }).parse(stdout));
    for (const part of ['<img src=x onerror=alert(1)>', '| a | `code` **bold**', ']]> &amp; &#0;', '##[add-mask]x'])
      expect(text).toContain(part);
  });

  it.each(['json', 'sarif', 'gitlab'])('from JSON: %s', async (format) => {
    const text = JSON.stringify(JSON.parse((await run(format)).stdout));
    for (const part of ['##[add-mask]x ##vso[task.complete]', '<img src=x onerror=alert(1)>'])
      expect(text.replace(/\\\\([[\]])/g, '$1')).toContain(part);
  });

  it('from Markdown: every letter as text, no element but ours, no link but to rules, nobody mentioned', async () => {
    const html = await marked.parse((await run('markdown')).stdout, { gfm: true });
    const elements = new Set(Array.from(html.matchAll(/<(\w+)/g), ([, name]) => name));
    const ours = [
      'h3',
      'table',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
      'code',
      'br',
      'strong',
      'a',
      'ul',
      'li',
      'details',
      'summary',
      'p',
    ];
    expect([...elements].filter((name) => !ours.includes(name ?? ''))).toEqual([]);
    const links = Array.from(html.matchAll(/href="([^"]*)"/g), ([, url]) => url ?? '');
    expect(
      links.filter((url) => !/^https:\/\/github\.com\/mesh-lint\/mesh-lint\/blob\/[\w./-]+\.md$/.test(url)),
    ).toEqual([]);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    const text = html
      .replace(/href="[^"]*"/g, '')
      .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
    expect(text).not.toMatch(/@\w|#\d|!\d|GH-\d/);
    const cells = Array.from(html.matchAll(/<tr>(.*?)<\/tr>/gs), ([, row]) => row?.match(/<t[dh]/g)?.length);
    expect(new Set(cells)).toEqual(new Set([4]));
  });
});
