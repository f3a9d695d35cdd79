import { displayPath } from './names.ts';
import type { Reporter } from './reporter.ts';
import { xmlAttributes } from './xml.ts';

/** Checkstyle's XML, which Jenkins, reviewdog and many more read; paths are relative to the working directory. */
const reporter: Reporter = (report, options) => {
  const rows = ['<?xml version="1.0" encoding="utf-8"?>', '<checkstyle version="10.0">'];
  for (const { filePath, findings } of report.files) {
    if (findings.length === 0) continue;
    rows.push(`  <file${xmlAttributes({ name: displayPath(filePath, options.cwd) })}>`);
    for (const { line, column, level, message, help, ruleId } of findings) {
      const text = help === undefined ? message : `${message} (${help})`;
      rows.push(`    <error${xmlAttributes({ line, column, severity: level, message: text, source: ruleId })}/>`);
    }
    rows.push('  </file>');
  }
  return `${rows.join('\n')}\n</checkstyle>\n`;
};

export default reporter;
