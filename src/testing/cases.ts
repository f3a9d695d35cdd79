import type { Level } from '../report.ts';

export interface TestCase {
  /** What the test is called; default its first line with content. */
  name?: string;
  /** The manifest, or several, as YAML or JSON. */
  yaml: string;
  /** The other files of the mesh, by path. They are linted too. */
  files?: Readonly<Record<string, string>>;
  /** The rule's options. */
  options?: Readonly<Record<string, unknown>>;
  /** An Istio minor, e.g. "1.31". */
  istioVersion?: string;
  /** Namespace of manifests that name none. */
  namespace?: string;
}

/** What is wanted of a finding: what is given here is compared, the rest is not. */
export interface ExpectedFinding {
  messageId?: string;
  message?: string | RegExp;
  help?: string | RegExp;
  level?: Level;
  /** 1-based, as are columns. */
  line?: number;
  column?: number;
  endLine?: number;
  endColumn?: number;
  /** JSON Pointer inside the resource. */
  pointer?: string;
  /** One of `files`; default the case's own manifest. */
  file?: string;
}

export interface InvalidCase extends TestCase {
  /** The findings in the order of their places, or how many there are. */
  errors: number | readonly ExpectedFinding[];
  /** The manifest after all fixes, unsafe ones too; null where there are none. Absent: fixes are not compared. */
  output?: string | null;
}

export interface Cases {
  valid: readonly (string | TestCase)[];
  invalid: readonly InvalidCase[];
}

/** A case's name in the list of tests. */
export function nameOf({ name, yaml }: TestCase): string {
  if (name !== undefined) return name;
  const lines = yaml.split('\n').map((line) => line.trim());
  const kind = lines
    .find((line) => line.startsWith('kind:'))
    ?.slice('kind:'.length)
    .trim();
  const own = lines
    .find((line) => line.startsWith('name:'))
    ?.slice('name:'.length)
    .trim();
  return [kind, own].filter(Boolean).join(' ') || lines.find((line) => line !== '') || '(empty)';
}
