import type { YamlDocument } from './document.ts';

const SOURCE = /^[ \t]*# Source: (.*\S)/m;

/**
 * The template that Helm rendered a document from, as `helm template` names it in a comment before it: the chart's name and
 * the path inside it, `shop/templates/web.yaml`. Undefined for what was not rendered.
 */
export function renderedFrom({ file: { text }, span: { start } }: YamlDocument): string | undefined {
  const separator = text.lastIndexOf('\n---', start);
  return SOURCE.exec(text.slice(separator + 1, start))?.[1];
}

/** May documents of a text name templates? */
export function namesTemplates(text: string): boolean {
  return text.includes('# Source: ');
}
