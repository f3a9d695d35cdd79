import { createHash } from 'node:crypto';
import type { Finding } from '../report.ts';

type About = Pick<Finding, 'ruleId' | 'resource' | 'pointer' | 'embeddedPointer'>;

/**
 * What a finding is about, not where it stands: lines may move, files may be renamed, an API version may go up. Empty parts
 * are left out; a finding outside of resources has no kind.
 */
export interface Identity {
  rule: string;
  group?: string;
  kind?: string;
  namespace?: string;
  name?: string;
  /** JSON Pointers. */
  path?: string;
  embeddedPath?: string;
}

export function identityOf({ ruleId, resource, pointer, embeddedPointer }: About): Identity {
  const { apiVersion = '', kind, namespace, name } = resource ?? {};
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return {
    rule: ruleId,
    ...(group && { group }),
    ...(kind !== undefined && { kind }),
    ...(namespace && { namespace }),
    ...(name && { name }),
    ...(pointer && { path: pointer }),
    ...(embeddedPointer !== undefined && { embeddedPath: embeddedPointer }),
  };
}

/** The identity as one text. */
export function identityKey({ rule, group, kind, namespace, name, path, embeddedPath }: Identity): string {
  return JSON.stringify([
    rule,
    group ?? '',
    kind ?? null,
    namespace ?? '',
    name ?? '',
    path ?? '',
    embeddedPath ?? null,
  ]);
}

/** Names a finding in 64 hexadecimal digits; `occurrence` is 0 for the first of a run with this identity, and so on. */
export function fingerprint(finding: About, occurrence: number): string {
  return createHash('sha256')
    .update(`${identityKey(identityOf(finding))}\n${occurrence}`)
    .digest('hex');
}

/** A function that fingerprints findings and counts their occurrences; call it in the order of the report. */
export function createFingerprinter(): (finding: About) => string {
  const seen = new Map<string, number>();
  return (finding) => {
    const key = identityKey(identityOf(finding));
    const occurrence = seen.get(key) ?? 0;
    seen.set(key, occurrence + 1);
    return fingerprint(finding, occurrence);
  };
}
