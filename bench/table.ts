/** A number with commas, without places behind the point unless they are asked for. */
export function figure(value: number, places = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places });
}

/** So many of something: `1 file`, `2,000 files`. */
export function counted(count: number, noun: string): string {
  return `${figure(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A table in Markdown that reads well in a terminal, too; columns of figures are set right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const isFigures = head.map(
    (_, column) => column > 0 && rows.every((row) => /^(?:-?[\d.,]+(?: %)?|–?)$/.test(row[column] ?? '')),
  );
  const widths = head.map((cell, column) => Math.max(3, cell.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => (isFigures[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join(' | ')} |\n`;
  const rule = widths.map((width, at) => (isFigures[at] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(head), line(rule), ...rows.map(line)].join('');
}
