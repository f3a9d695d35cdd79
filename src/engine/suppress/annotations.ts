import type { Finding } from '../../report.ts';
import type { Field } from '../../yaml/field.ts';
import { hasPlaceholder } from '../../yaml/placeholder.ts';
import type { Resource } from '../../yaml/resource.ts';
import { type Candidate, meansFinding, type Suppressor } from './suppressor.ts';
import { type Name, readReason, readWords, type Words } from './words.ts';

export const IGNORE = 'mesh-lint.io/ignore';
const PREFIX = 'mesh-lint.io/';
/** Istio's own, which istioctl analyze reads: codes, or '*' for all of them. */
export const ANALYZE_SUPPRESS = 'galley.istio.io/analyze-suppress';

export interface Annotations {
  suppressors: Suppressor[];
  /** Annotations in mesh-lint's domain that it does not read. */
  unknown: { field: Field; resource: Resource }[];
}

/** The annotations of resources that silence findings about them. */
export function annotationsOf(resources: readonly Resource[]): Annotations {
  const found: Annotations = { suppressors: [], unknown: [] };
  for (const resource of resources) {
    for (const field of resource.annotations.entries()) {
      if (field.name === ANALYZE_SUPPRESS) found.suppressors.push(fromIstio(field, resource));
      else if (field.name.startsWith(PREFIX)) {
        const words = wordsOf(field);
        if (words === undefined) found.unknown.push({ field, resource });
        else if (words !== 'unknown')
          found.suppressors.push({ ...about(field, resource), words, means: meansFinding, isIstios: false });
      }
    }
  }
  return found;
}

/** Undefined where the annotation is none that silences, `unknown` where something is yet to be filled in. */
function wordsOf(field: Field): Words | 'unknown' | undefined {
  const text = field.node?.type === 'scalar' ? String(field.node.value ?? '') : '';
  if (field.name === IGNORE) {
    const words = readWords(text);
    return hasPlaceholder(words.names.map((name) => name.text).join(' ')) ? 'unknown' : words;
  }
  if (!field.name.startsWith(`${IGNORE}.`)) return hasPlaceholder(field.name) ? 'unknown' : undefined;
  // A key takes one slash only.
  const rule = field.name.slice(IGNORE.length + 1).replaceAll('.', '/');
  return { names: [{ text: rule, start: 0, end: 0 }], ...readReason(text) };
}

function fromIstio(field: Field, resource: Resource): Suppressor {
  const names = readWords(field.string?.replace(/--/g, '') ?? '').names;
  const words = { names, justification: '', hasReason: false };
  const means = ({ text }: Name, { codes }: Finding) =>
    codes.some((code) => code.startsWith('IST') && (text === '*' || text.toUpperCase() === code));
  return { ...about(field, resource), words, means, isIstios: true };
}

function about(field: Field, resource: Resource): Omit<Suppressor, 'words' | 'means' | 'isIstios'> {
  const { node } = resource.root;
  return {
    kind: 'annotation',
    file: resource.file,
    place: { type: 'annotation', field, resource },
    reach: ` about ${resource.display}`,
    covers: ({ resource: other, file, offset }: Candidate) =>
      other
        ? other.root.node === node
        : file === resource.file && node !== undefined && offset >= node.start && offset < node.end,
    used: new Set(),
  };
}
