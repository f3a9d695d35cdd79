/** Ways to write a manifest otherwise: what people's editors and habits make of the same lines. */
export const REWRITES: Record<string, (text: string, seed: number) => string> = {
  'with CRLF': (text) => text.replace(/\r?\n/g, '\r\n'),
  'without a last line end': (text) => text.trimEnd(),
  'indented twice as far': (text) => text.replace(/^ +/gm, '$&$&'),
  'indented three times as far, lists too': (text) => text.replace(/^( *)- /gm, '$1-   ').replace(/^ +/gm, '$&$&$&'),
  'with spaces and tabs at the ends of lines': (text, seed) =>
    lines(text, seed, (line, random) => line + (['', '', ' ', '   ', '\t'][random % 5] ?? '')),
  'with comments at the ends of lines': (text, seed) =>
    lines(text, seed, (line, random) => line + (['', '', ' # why', '  #', ' #: - "'][random % 5] ?? '')),
  'with empty lines and comments between': (text, seed) =>
    lines(text, seed, (line, random) => (BETWEEN[random % BETWEEN.length] ?? '') + line),
  'with one line too far right or left': (text, seed) => {
    const broken = seed % Math.max(1, text.split('\n').length);
    let i = 0;
    return lines(text, seed, (line, random) => {
      if (i++ !== broken) return line;
      return random % 2 === 0 ? ` ${line}` : line.replace(/^ /, '');
    });
  },
};

const BETWEEN = ['', '', '', '\n', '  \n', '\t\n', '# left\n', '      # right\n', '  #\n\n'];

/** Each line on its own, with a number that only the seed and the line's place decide. */
function lines(text: string, seed: number, change: (line: string, random: number) => string): string {
  let state = seed;
  return text
    .split('\n')
    .map((line) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      return change(line, state >>> 12);
    })
    .join('\n');
}
