import { readFileSync } from 'node:fs';
import type { Env } from './inputs.ts';

/** The commit that a pull request, or what a merge queue tries out, goes on top of; undefined for other events. */
export function pullRequestBase(env: Env): string | undefined {
  const event = readEvent(env.GITHUB_EVENT_PATH);
  const commit = event?.pull_request?.base?.sha ?? event?.merge_group?.base_sha;
  return typeof commit === 'string' && /^[0-9a-f]{40,64}$/.test(commit) ? commit : undefined;
}

interface Event {
  pull_request?: { base?: { sha?: unknown } | null } | null;
  merge_group?: { base_sha?: unknown } | null;
}

function readEvent(path: string | undefined): Event | null {
  if (!path) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
