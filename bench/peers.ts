import { accessSync, constants, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { LOCATION, writeJsonSchemas } from './json-schemas.ts';
import type { Written } from './manifests/write.ts';
import type { Command } from './pairs.ts';
import { counted, figure } from './table.ts';

/** Another tool that is given the same tree. */
export interface Peer {
  name: string;
  /** How it is called, to be read by people. */
  usage: string;
  commandOf(tree: string): Command;
  /** What it looks at, and what it does not. */
  checks: string;
  /** What it did with a tree, from what it printed. */
  didOf(output: string, tree: Written): string;
}

/** All tools that mesh-lint is compared with, and those of them that are on PATH; what they need is written into a folder. */
export function peersAt(folder: string): { all: Peer[]; present: Peer[] } {
  const schemas = join(folder, 'json-schemas');
  mkdirSync(schemas, { recursive: true });
  writeJsonSchemas(schemas);
  const all = [kubeconform(schemas), validate, analyze, kubeLinter];
  return { all, present: all.filter(({ commandOf }) => isOnPath(commandOf('').words[0] ?? '')) };
}

/** What each tool looks at, as a list in Markdown. */
export function checksOf(peers: readonly Peer[]): string {
  const own = `- **mesh-lint**: ${OWN_CHECKS}\n`;
  return own + peers.map(({ name, usage, checks }) => `- **${name}** (\`${usage}\`): ${checks}\n`).join('');
}

const OWN_CHECKS =
  'Schemas and CEL rules of the CRDs, Istio’s admission, and all documents together: all that `recommended` has. Of other ' +
  'kinds only what a mesh depends on: labels, ports, names, annotations.';

function kubeconform(schemas: string): Peer {
  const words = ['kubeconform', '-strict', '-ignore-missing-schemas', '-summary', '-schema-location'];
  return {
    name: 'kubeconform',
    usage: `${words.join(' ')} SCHEMAS TREE`,
    commandOf: (tree) => ({ words: [...words, join(schemas, LOCATION), tree] }),
    checks:
      'Fields and types of the kinds of Istio and the Gateway API, by JSON schemas made from the same CRDs. Documents of other ' +
      'kinds are skipped. No CEL, nothing of what Istio alone checks, nothing across documents, no lines.',
    didOf(output) {
      const [, all = 0, valid = 0, invalid = 0, errors = 0, skipped = 0] = (
        /Summary: (\d+) .*Valid: (\d+), Invalid: (\d+), Errors: (\d+), Skipped: (\d+)/.exec(output) ?? []
      ).map(Number);
      return `${figure(valid + invalid)} of ${counted(all, 'document')} checked, ${figure(skipped)} skipped; ${figure(invalid + errors)} invalid`;
    },
  };
}

const validate: Peer = {
  name: 'istioctl validate',
  usage: 'istioctl validate -f TREE',
  commandOf: (tree) => ({ words: ['istioctl', 'validate', '-f', tree] }),
  checks:
    'Each document of Istio by itself, by Istio’s admission (no CEL, no schema of the API server), and a few mistakes in ' +
    'Services and Deployments. Nothing across documents, no lines.',
  didOf: (output, { documents }) => `${counted(documents, 'document')} read; ${said(output, /^\s+\* /gm, 'problem')}`,
};

const analyze: Peer = {
  name: 'istioctl analyze',
  usage: 'istioctl analyze --use-kube=false TREE',
  // 79 is findings, 65 findings or files that it could not read.
  commandOf: (tree) => ({ words: ['istioctl', 'analyze', '--use-kube=false', tree], codes: [0, 65, 79] }),
  checks:
    'Istio’s analyzers across all documents, and its admission. No CEL. What does not fit the types of the API is left out of ' +
    'the analysis. It analyzes all namespaces, and prints what it finds in `default` alone (`-A` prints the rest).',
  didOf: (output, { documents }) =>
    `${counted(documents, 'document')} read, ${figure(matches(output, /- skipping$/gm))} of them left out; ${said(output, /\[IST\d+\]/g, 'message')}`,
};

const kubeLinter: Peer = {
  name: 'kube-linter',
  usage: 'kube-linter lint TREE',
  commandOf: (tree) => ({ words: ['kube-linter', 'lint', tree] }),
  checks: 'Workloads and Services by Kubernetes’ good practice. It knows no kind of Istio, no schema and no CEL.',
  didOf: (output, { documents }) => `${counted(documents, 'document')} read; ${said(output, /\(check: /g, 'finding')}`,
};

function said(text: string, pattern: RegExp, noun: string): string {
  return counted(matches(text, pattern), noun);
}

function matches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}
