import { oneLine } from '../text/display.ts';
import { createStyle } from '../text/style.ts';
import { displayPath } from './names.ts';
import type { Reporter } from './reporter.ts';
import { summary } from './summary.ts';

const NAMES = { error: 'Error', warning: 'Warning', info: 'Info' } as const;

/** `file:line:column: message [Level/rule]`, a line each, for editors and problem matchers: mesh-lint-matcher.json. */
const reporter: Reporter = (report, options) => {
  let out = '';
  for (const { filePath, findings } of report.files) {
    if (findings.length === 0) continue;
    const path = displayPath(filePath, options.cwd);
    for (const { line, column, message, level, ruleId } of findings)
      out += `${path}:${line}:${column}: ${oneLine(message)} [${NAMES[level]}/${oneLine(ruleId)}]\n`;
  }
  return `${out}${out && '\n'}${summary(report, createStyle(false), options.width || 120)}`;
};

export default reporter;
