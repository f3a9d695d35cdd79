import type { Report } from '../report.ts';

export interface ReporterOptions {
  /** Absolute; paths below it are shown relative to it. */
  cwd: string;
  color: boolean;
  /** Cells of the terminal; 0 where unknown. */
  width: number;
  /** Absolute path of the repository's top; formats for services name files relative to it. */
  root: string;
  /** The absolute path that a file really has, links followed; the same where it is no file. */
  realPath(filePath: string): string;
  /** Does the terminal know OSC 8 links? */
  hyperlinks: boolean;
  /** Bytes that a page of Markdown may have; default what a comment on GitHub takes. */
  mostBytes?: number;
}

/** The text with its final newline; '' prints nothing. */
export type Reporter = (report: Report, options: ReporterOptions) => string | Promise<string>;
