// How text looks on a terminal: the cells it takes, and nothing in it that could steer the terminal.

const PLAIN = /^[\x20-\x7e]*$/;

// Patterns with classes of characters stand in functions: V8 takes long to read them, and few runs meet what they are for.

const TAB = '→   ';

/** The text with every character that a terminal might obey, or that hides, made visible: ESC becomes ␛. */
export function printable(text: string): string {
  return PLAIN.test(text) ? text : withoutUnsafe(text);
}

/** `printable` for what has to stay on one line. */
export function oneLine(text: string): string {
  return PLAIN.test(text) ? text : withoutUnsafe(text.replace(/\s*[\r\n\u0085\u2028\u2029]\s*/g, ' '));
}

/** Controls, bidirectional overrides, invisible format characters and lone surrogates; joiners belong to emoji and scripts. */
function withoutUnsafe(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/gu, visible);
}

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** Number of terminal cells that a printable text takes. */
export function textWidth(text: string): number {
  return PLAIN.test(text) ? text.length : mixedLine(text).cells;
}

/** A line of source as a terminal shows it. */
export interface DisplayLine {
  /** Cells of the whole line. */
  cells: number;
  /** The cell that a 0-based UTF-16 column starts at; columns past the end count on by one. */
  cellOf(column: number): number;
  /** The text of the cells from `from` up to `to`; a wide character cut in half becomes a space. */
  slice(from: number, to: number): string;
}

export function displayLine(text: string): DisplayLine {
  if (!PLAIN.test(text)) return mixedLine(text);
  return { cells: text.length, cellOf: (column) => column, slice: (from, to) => text.slice(from, to) };
}

interface Cluster {
  text: string;
  column: number;
  cell: number;
  width: number;
}

function mixedLine(line: string): DisplayLine {
  const clusters: Cluster[] = [];
  let cells = 0;
  let column = 0;
  for (const cluster of holdsJoining(line) ? graphemes(line) : line) {
    const text = column === 0 && cluster === '\ufeff' ? '' : cluster === '\t' ? TAB : printable(cluster);
    const width = text === cluster ? clusterWidth(text) : text.length;
    clusters.push({ text, column, cell: cells, width });
    cells += width;
    column += cluster.length;
  }
  return {
    cells,
    cellOf(column) {
      if (column >= line.length) return cells + column - line.length;
      return clusters.findLast((cluster) => cluster.column <= column)?.cell ?? 0;
    },
    slice(from, to) {
      let text = '';
      for (const cluster of clusters) {
        const start = Math.max(cluster.cell, from);
        const end = Math.min(cluster.cell + cluster.width, to);
        if (cluster.width === 0 ? cluster.cell >= from && cluster.cell < to : end - start === cluster.width)
          text += cluster.text;
        else if (end > start) text += ' '.repeat(end - start);
      }
      return text;
    },
  };
}

/** Marks, joiners, skin tones, flags, Hangul jamo: what may join its neighbours to one character on the screen. */
function holdsJoining(line: string): boolean {
  return /\p{M}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200c|\u200d|[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]/u.test(
    line,
  );
}

/** Slow, so it is asked only about lines that need it. */
function graphemes(line: string): string[] {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(line), ({ segment }) => segment);
}

function clusterWidth(cluster: string): number {
  if (PLAIN.test(cluster)) return cluster.length;
  if (/\p{Emoji_Presentation}|\ufe0f/u.test(cluster) || isWide(cluster)) return 2;
  return /^(?:\p{Mn}|\p{Me}|\u200c|\u200d)/u.test(cluster) ? 0 : 1;
}

/** East Asian Width W and F, as blocks. */
function isWide(cluster: string): boolean {
  return /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2fb}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]/u.test(
    cluster,
  );
}
