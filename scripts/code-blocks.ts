/** The code blocks of a page in one language, in their order. */
export function codeBlocks(markdown: string, language: string): string[] {
  const blocks = markdown.matchAll(/^( *)```(\S*)[^\n]*\n([\s\S]*?)^\1```$/gm);
  return [...blocks].flatMap(([, indent = '', name, text = '']) =>
    name === language ? [text.replaceAll(new RegExp(`^${indent}`, 'gm'), '')] : [],
  );
}
