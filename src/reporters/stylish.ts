import type { FileReport, Finding } from '../report.ts';
import { oneLine, textWidth } from '../text/display.ts';
import { createStyle, type Style } from '../text/style.ts';
import { displayPath, levelPaint, originOf } from './names.ts';
import type { Reporter } from './reporter.ts';
import { summary } from './summary.ts';

/** A message longer than this does not push the rule ids of its file to the right. */
const MESSAGE_COLUMN = 80;

/** A heading for each file, and below it a row for each finding. */
const reporter: Reporter = (report, options) => {
  const style = createStyle(options.color);
  let out = '';
  for (const file of report.files) {
    if (file.findings.length === 0) continue;
    const path = displayPath(file.filePath, options.cwd);
    for (const [origin, findings] of byOrigin(file)) {
      const heading = origin === undefined ? path : `${path}, ${origin}`;
      out += `${style.underline(heading)}\n${rows(findings, style)}\n`;
    }
  }
  return out + summary(report, style, options.width || 120);
};

export default reporter;

/** Where several templates were rendered into one text, each has its own heading. */
function byOrigin(file: FileReport): Map<string | undefined, Finding[]> {
  const groups = new Map<string | undefined, Finding[]>();
  for (const finding of file.findings) {
    const origin = originOf(file, finding);
    const group = groups.get(origin);
    if (group) group.push(finding);
    else groups.set(origin, [finding]);
  }
  return groups;
}

function rows(findings: readonly Finding[], style: Style): string {
  const table = findings.map((finding) => {
    const message = oneLine(finding.message);
    return { finding, message, place: `${finding.line}:${finding.column}`, cells: textWidth(message) };
  });
  let placeWidth = 0;
  let levelWidth = 0;
  let messageWidth = 0;
  for (const { finding, place, cells } of table) {
    placeWidth = Math.max(placeWidth, place.length);
    levelWidth = Math.max(levelWidth, finding.level.length);
    if (cells <= MESSAGE_COLUMN) messageWidth = Math.max(messageWidth, cells);
  }
  let out = '';
  for (const { finding, message, place, cells } of table) {
    const level = levelPaint(finding.level, style)(finding.level) + ' '.repeat(levelWidth - finding.level.length);
    const gap = ' '.repeat(Math.max(0, messageWidth - cells));
    out += `  ${style.dim(place.padStart(placeWidth))}  ${level}  ${message}${gap}  ${style.dim(oneLine(finding.ruleId))}\n`;
  }
  return out;
}
