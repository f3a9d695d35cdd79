// Scaffolds a rule: its file, its page and its fixtures, under one name.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pagePath, ROOT } from './rule-files.ts';

const RULE = `import { defineRule } from '../../engine/rule.ts';

/** Say why in one line: what goes wrong in a mesh that has this. */
export default defineRule({
  summary: 'What a manifest that passes looks like, in one sentence',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning' },
  messages: {
    found: { text: '"{{name}}" is …, so ….', help: 'Write … instead.' },
  },
  sources: ['https://istio.io/latest/docs/'],
  kinds: ['VirtualService'],
  check(resource, context) {
    const hosts = resource.spec.child('hosts');
    if (hosts.isList && hosts.items().length === 0) context.report(hosts, 'found', { name: resource.name });
  },
});
`;

const MANIFEST = (hosts: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: bookinfo
spec:
  hosts: ${hosts}
  http:
    - route:
        - destination:
            host: reviews
`;

const page = (id: string) => `# ${id}

<!-- begin generated header -->
<!-- end generated header -->

## Why

What Istio does with it, and what that does to the people who use the service.

## Incorrect

\`\`\`yaml
${MANIFEST('[]')}\`\`\`

## Correct

\`\`\`yaml
${MANIFEST('[reviews]')}\`\`\`

## When to turn it off

## Sources

<!-- begin generated sources -->
<!-- end generated sources -->
`;

function main(id: string | undefined): void {
  if (id === undefined || !/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(id)) {
    process.stderr.write('usage: npm run new-rule -- area/slug\n');
    process.exitCode = 2;
    return;
  }
  const fixtures = join(ROOT, 'test', 'fixtures', id);
  const files: [string, string][] = [
    [join(ROOT, 'src', 'rules', `${id}.ts`), RULE],
    [pagePath(id), page(id)],
    [join(fixtures, 'invalid', 'no-hosts.yaml'), MANIFEST('[]')],
    [join(fixtures, 'valid', 'hosts.yaml'), MANIFEST('[reviews]')],
  ];
  for (const [path, text] of files) {
    if (existsSync(path)) {
      process.stderr.write(`kept: ${relative(ROOT, path)}\n`);
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    process.stdout.write(`wrote ${relative(ROOT, path)}\n`);
  }
  process.stdout.write(
    `next: npm run generate, then UPDATE_GOLDEN=1 npx vitest run test/rules.test.ts -t ${id}, and read what it wrote\n`,
  );
}

main(process.argv[2]);
