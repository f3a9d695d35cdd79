import { join } from 'node:path';
import { lint } from '../src/lint.ts';
import pretty from '../src/reporters/pretty.ts';
import { ROOT } from './rule-files.ts';

const COLORS: Record<string, string> = {
  30: '#484f58',
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#76e3ea',
  37: '#b1bac4',
  90: '#6e7681',
};
const [ADVANCE, LINE, PAD] = [8.4, 20, 20];

/** What a terminal shows of a real run over the example's routes, as SVG. */
export async function examplePicture(): Promise<string> {
  const { report } = await lint({ paths: ['examples/shop/routes'], cwd: ROOT });
  const text = await pretty(report, {
    cwd: ROOT,
    color: true,
    hyperlinks: false,
    width: 110,
    realPath: (path) => path,
    root: ROOT,
  });
  return toSvg(['\u001b[2m$\u001b[0m npx mesh-lint examples/shop/routes', '', ...text.trimEnd().split('\n')]);
}

function toSvg(lines: readonly string[]): string {
  const longest = Math.max(...lines.map((line) => plain(line).length));
  const [width, height] = [Math.ceil(longest * ADVANCE + 2 * PAD), lines.length * LINE + 2 * PAD];
  const rows = lines.map((line, i) => `<text x="${PAD}" y="${PAD + (i + 0.75) * LINE}">${spans(line)}</text>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="What mesh-lint prints for the example's routes">`,
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3" xml:space="preserve">`,
    ...rows,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** Text between SGR codes, each run with its colour and weight. */
function spans(line: string): string {
  let style = { color: '', bold: false, dim: false };
  let result = '';
  for (const part of line.split(/(\u001b\[[\d;]*m)/)) {
    const codes = /^\u001b\[([\d;]*)m$/.exec(part)?.[1];
    if (codes === undefined) result += part && `<tspan${attributes(style)}>${escaped(part)}</tspan>`;
    else for (const code of codes.split(';')) style = applied(style, code);
  }
  return result;
}

interface Style {
  color: string;
  bold: boolean;
  dim: boolean;
}

function applied(style: Style, code: string): Style {
  if (code === '0' || code === '') return { color: '', bold: false, dim: false };
  if (code === '1') return { ...style, bold: true };
  if (code === '2') return { ...style, dim: true };
  if (code === '22') return { ...style, bold: false, dim: false };
  if (code === '39') return { ...style, color: '' };
  return { ...style, color: COLORS[code] ?? style.color };
}

function attributes({ color, bold, dim }: Style): string {
  return `${color ? ` fill="${color}"` : ''}${bold ? ' font-weight="bold"' : ''}${dim ? ' opacity="0.6"' : ''}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function plain(line: string): string {
  return line.replace(/\u001b\[[\d;]*m/g, '');
}

export const PICTURE = join(ROOT, 'docs', 'example.svg');
