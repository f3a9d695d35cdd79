import { type LinkTo, tree } from '../input/tree.ts';
import { mesh, type Ran } from '../support/cli.ts';

/** A VirtualService whose weights sum to 110, so that virtual-service/weights-sum reports it; line 14 has the place. */
export function virtualService(name: string, { namespace = 'shop', team = 'a' } = {}): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: ${name}
  namespace: ${namespace}
  labels: {team: ${team}}
spec:
  hosts: [${name}.example.com]
  http:
    - route:
        - destination: {host: one.example.com}
          weight: 90
        - destination: {host: two.example.com}
          weight: 20
`;
}

export const WEIGHTS = 'virtual-service/weights-sum';

/** Runs the command line in a fresh folder with these files. */
export async function inTree(
  files: Record<string, string | LinkTo>,
  argv: string[] = [],
  { from = '', stdin = '' } = {},
): Promise<Ran & { root: string }> {
  const root = tree(files);
  const cwd = from ? `${root}/${from}` : root;
  return { ...(await mesh(argv, { cwd, stdin })), root };
}

/** The level of WEIGHTS by file, as a run says. */
export async function levels(
  files: Record<string, string>,
  argv: string[] = [],
  options = {},
): Promise<Record<string, string>> {
  const { stdout, stderr, root } = await inTree(files, ['-f', 'json', ...argv], options);
  if (!stdout) throw new Error(stderr);
  const results: { filePath: string; messages: { ruleId: string; level: string }[] }[] = JSON.parse(stdout);
  return Object.fromEntries(
    results.map(({ filePath, messages }) => [
      filePath.replace(`${root}/`, ''),
      messages
        .filter(({ ruleId }) => ruleId === WEIGHTS)
        .map(({ level }) => level)
        .join(' ') || 'off',
    ]),
  );
}
