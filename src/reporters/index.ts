import type { Reporter } from './reporter.ts';

/** Every format by its name; a reporter is loaded when it is asked for. */
export const REPORTERS: Record<string, () => Promise<{ default: Reporter }>> = {
  pretty: () => import('./pretty.ts'),
  stylish: () => import('./stylish.ts'),
  json: () => import('./json.ts'),
  sarif: () => import('./sarif.ts'),
};
