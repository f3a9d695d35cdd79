import { pick, type Random } from './app.ts';

/** How a team writes YAML; shares are about those of public repositories with Istio configuration. */
export interface Style {
  /** Lists stand at the indentation of their key. */
  flushLists: boolean;
  /** Files begin with `---`. */
  startsDocuments: boolean;
  /** Short lists and maps are written in brackets. */
  flow: boolean;
  /** The quotes around strings that need none, and the share of strings that have them. */
  quote: '"' | "'";
  quoted: number;
  /** The share of lines with a comment, above or behind. */
  commented: number;
  /** Labels are written once, and then referred to. */
  anchors: boolean;
}

export function styleOf(random: Random): Style {
  return {
    flushLists: random() < 0.55,
    startsDocuments: random() < 0.3,
    flow: random() < 0.25,
    quote: random() < 0.75 ? '"' : "'",
    quoted: pick(random, [0, 0, 0.05, 0.2]),
    commented: pick(random, [0, 0, 0, 0.02, 0.06]),
    anchors: random() < 0.12,
  };
}

const REMARKS = [
  'see the runbook',
  'TODO: remove after the migration',
  'agreed with the platform team: do not raise without asking',
  'default is fine here',
  'seconds, not milliseconds',
  'Keep in step with the chart.',
  'timeout: 30s',
  '- name: debug',
  'was "false" until the last audit',
  "don't touch",
  '',
] as const;

interface Line {
  text: string;
  indent: number;
  /** Part of a text that began on a line before it. */
  continues: boolean;
}

/** A document, written in this style: the value is the same. */
export function styled(document: string, style: Style, random: Random): string {
  const read = linesOf(document);
  const lines = style.flushLists ? flush(read) : read;
  return lines.map((line, at) => decorated(line, lines[at + 1]?.continues === true, style, random)).join('');
}

function linesOf(document: string): Line[] {
  let column = Number.POSITIVE_INFINITY;
  return document
    .trimEnd()
    .split('\n')
    .map((text) => {
      const indent = text.search(/\S|$/);
      const continues = indent > column || (text === '' && Number.isFinite(column));
      const isComment = !continues && text.startsWith('#', indent);
      if (!continues && !isComment) column = opensText(text) ? columnOf(text) : Number.POSITIVE_INFINITY;
      return { text, indent, continues };
    });
}

function opensText(line: string): boolean {
  return /(?:: |- )(?!&\S+$)\S/.test(line) && !/^\s*(?:- )*[^\s:]+:(?: &\S+)?$/.test(line);
}

/** Where the key of a line begins, behind the dashes of lists. */
function columnOf(line: string): number {
  return line.search(/[^\s-]|-[^ ]/);
}

/** Moves lists to the indentation of their keys. */
function flush(lines: readonly Line[]): Line[] {
  const lists: number[] = [];
  return lines.map((line) => {
    if (!line.continues && !/^ *(?:#|$)/.test(line.text)) {
      while (line.indent < (lists.at(-1) ?? 0)) lists.pop();
      const isItem = line.text.startsWith('- ', line.indent);
      if (lists.at(-1) === line.indent && !isItem) lists.pop();
      if (isItem && lists.at(-1) !== line.indent) lists.push(line.indent);
    }
    const indent = Math.max(0, line.indent - 2 * lists.length);
    return line.text === '' ? line : { ...line, indent, text: ' '.repeat(indent) + line.text.trimStart() };
  });
}

function decorated({ text, indent, continues }: Line, isContinued: boolean, style: Style, random: Random): string {
  if (continues || isContinued || text.trimStart().startsWith('#')) return `${text}\n`;
  const line = random() < style.quoted ? quotedIn(text, style.quote) : text;
  if (random() >= style.commented) return `${line}\n`;
  const remark = `#${random() < 0.9 ? ' ' : ''}${pick(random, REMARKS)}`.trimEnd();
  if (random() < 0.5) return `${line} ${remark}\n`;
  return `${' '.repeat(random() < 0.9 ? indent : 0)}${remark}\n${line}\n`;
}

function quotedIn(line: string, quote: string): string {
  return line.replace(/(: |- )([a-z][a-z/_.-]*[a-z])$/, (whole, before: string, value: string) =>
    /^(?:true|false|null|yes|no|on|off)$/.test(value) ? whole : `${before}${quote}${value}${quote}`,
  );
}
