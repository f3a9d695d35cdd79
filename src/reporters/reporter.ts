import type { Report } from '../report.ts';

export interface ReporterOptions {
  /** Absolute; paths below it are shown relative to it. */
  cwd: string;
  color: boolean;
  /** Cells of the terminal; 0 where unknown. */
  width: number;
  /** Absolute directory that SARIF URIs are relative to. */
  root: string;
  /** Does the terminal know OSC 8 links? */
  hyperlinks: boolean;
}

/** The text with its final newline; '' prints nothing. */
export type Reporter = (report: Report, options: ReporterOptions) => string | Promise<string>;
