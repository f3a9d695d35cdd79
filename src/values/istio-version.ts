/**
 * The minor that a version of Istio is of: of `1.31.1`, `v1.31-latest`, `1.31.x` or `~1.31.0`. Undefined for what may be of
 * several, and for names.
 */
export function minorOf(version: string): string | undefined {
  return /^\s*[~=]?\s*v?(1\.[1-9][0-9]?)(?:\.(?:[0-9]+|[x*])|-latest)?(?:[-+][\w.+-]+)?\s*$/.exec(version)?.[1];
}
