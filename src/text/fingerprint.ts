import { createHash } from 'node:crypto';
import type { Finding } from '../report.ts';

type Identity = Pick<Finding, 'ruleId' | 'resource' | 'pointer' | 'embeddedPointer'>;

/**
 * Names a finding by what it is about, not by where it stands: lines may move, files may be renamed. `occurrence` is 0 for
 * the first finding of a run with this identity, 1 for the second and so on. 64 hexadecimal digits.
 */
export function fingerprint(finding: Identity, occurrence: number): string {
  return createHash('sha256')
    .update(`${identity(finding)}\n${occurrence}`)
    .digest('hex');
}

/** A function that fingerprints findings and counts their occurrences; call it in the order of the report. */
export function createFingerprinter(): (finding: Identity) => string {
  const seen = new Map<string, number>();
  return (finding) => {
    const key = identity(finding);
    const occurrence = seen.get(key) ?? 0;
    seen.set(key, occurrence + 1);
    return fingerprint(finding, occurrence);
  };
}

function identity({ ruleId, resource, pointer, embeddedPointer }: Identity): string {
  const owner = resource && [resource.apiVersion, resource.kind, resource.namespace, resource.name];
  return JSON.stringify([ruleId, owner, pointer, embeddedPointer ?? null]);
}
