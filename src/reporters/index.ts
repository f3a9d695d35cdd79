import type { Reporter } from './reporter.ts';

/** Every format by its name; a reporter is loaded when it is asked for. */
export const REPORTERS: Record<string, () => Promise<{ default: Reporter }>> = {
  pretty: () => import('./pretty.ts'),
  stylish: () => import('./stylish.ts'),
  unix: () => import('./unix.ts'),
  json: () => import('./json.ts'),
  sarif: () => import('./sarif.ts'),
  github: () => import('./github.ts'),
  gitlab: () => import('./gitlab.ts'),
  junit: () => import('./junit.ts'),
  checkstyle: () => import('./checkstyle.ts'),
  markdown: () => import('./markdown.ts'),
};

/** The names of the formats. */
export const FORMATS: readonly string[] = Object.keys(REPORTERS);
