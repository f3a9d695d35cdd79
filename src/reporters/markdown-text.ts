import { oneLine } from '../text/display.ts';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '|': '&#124;', $: '&#36;' };
const ZERO_WIDTH_SPACE = '\u200b';

/**
 * A text that GitHub and GitLab show letter by letter, in a table's cell too: no markup, no HTML, no link, and nobody and no
 * issue is mentioned by it.
 */
export function markdownText(text: string): string {
  return oneLine(text)
    .replace(/@(?=[\w-])|(?:[#!&$]|GH-)(?=\d)/gi, `$&${ZERO_WIDTH_SPACE}`)
    .replace(/[&<>|$]/g, (character) => ENTITIES[character] ?? character)
    .replace(/[\\`*_~[\]!]/g, '\\$&')
    .replaceAll('://', ':&#47;&#47;')
    .replace(/www\./gi, (word) => `${word.slice(0, -1)}&#46;`);
}

/** A text in a fixed-width face; as HTML, for a code span cannot hold every text. */
export function markdownCode(text: string): string {
  return `<code>${markdownText(text)}</code>`;
}

/** A link to an address of our own; the bare text where the address has anything that could end a link. */
export function markdownLink(text: string, url: string | undefined): string {
  return url !== undefined && /^https?:\/\/[\w./~%?&=#:-]+$/.test(url)
    ? `[${markdownText(text)}](${url})`
    : markdownText(text);
}
