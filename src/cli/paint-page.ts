import { createStyle } from '../text/style.ts';

/** A rule's page as a terminal shows it best: without Markdown's marks. Without colour it stays the Markdown that it is. */
export function paintPage(page: string, color: boolean): string {
  const text = page.replace(/<!--.*?-->\n+/g, '');
  if (!color) return text;
  const style = createStyle(true);
  let inCode = false;
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const heading = /^#+ (.*)/.exec(line)?.[1];
    const cells = /^\| (.*?) \| (.*) \|$/.exec(line);
    if (line.startsWith('```')) inCode = !inCode;
    else if (inCode) lines.push(style.cyan(`    ${line}`));
    else if (heading !== undefined) lines.push(style.bold(plain(heading)));
    else if (cells) lines.push(`  ${style.dim((cells[1] ?? '').padEnd(12))}${plain(cells[2] ?? '')}`);
    else if (!/^\|[ |-]*\|$/.test(line)) lines.push(plain(line));
  }
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

function plain(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\(([^)]*)\)/g, '$1')
    .replace(/<(https?:[^>]*)>/g, '$1')
    .replace(/`([^`]*)`/g, '$1')
    .replace(/\*\*([^*]*)\*\*/g, '$1');
}
