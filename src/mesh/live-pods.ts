import type { Resource } from '../yaml/resource.ts';

/** The option of rules for which a Pod that runs is another thing than one that will be made. */
export const LIVE_PODS_OPTION = {
  enum: ['auto', 'live'],
  default: 'auto',
  description:
    'What Pods among the files are. live: they run, and have been through the injector; auto: those of a snapshot and ' +
    'those that carry a status run, others are still to be made.',
};

/**
 * Does a Pod run already, so that what the injector adds would be in it? An empty status is none: `kubectl --dry-run` writes
 * it into Pods that nobody has made.
 */
export function isLivePod(pod: Resource, pods: string): boolean {
  return pods === 'live' || pod.file.role === 'snapshot' || pod.root.child('status').keys().length > 0;
}
