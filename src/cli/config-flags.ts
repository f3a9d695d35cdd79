import { UsageError } from '../engine/errors.ts';
import type { Arguments } from './flags.ts';

/** What `--config` and `--no-config` say of the configuration. */
export function configOf(args: Arguments): { config?: string | false } {
  const file = args.text('config');
  if (!args.has('no-config')) return file === undefined ? {} : { config: file };
  if (file !== undefined) throw new UsageError('--config and --no-config contradict each other; leave one of them out');
  return { config: false };
}
