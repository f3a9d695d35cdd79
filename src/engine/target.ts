import { DEFAULT_ISTIO_VERSION, ISTIO_VERSIONS } from '../schemas/index.ts';
import { UsageError } from './errors.ts';

/** The Istio minor to lint for. Takes "1.31", "v1.31" and "1.31.2"; throws a UsageError for one without schemas here. */
export function targetVersion(wanted: string | undefined): string {
  if (wanted === undefined) return DEFAULT_ISTIO_VERSION;
  const minor = /^v?(\d+\.\d+)(?:\.\d+)?$/.exec(wanted)?.[1];
  if (minor !== undefined && ISTIO_VERSIONS.includes(minor)) return minor;
  throw new UsageError(`no schemas for Istio "${wanted}" here; there are ${ISTIO_VERSIONS.join(', ')}`);
}
