import { oneLine } from '../text/display.ts';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** A text on one line for XML 1.0, in an element or an attribute; what XML cannot hold is made visible. */
export function xmlText(text: string): string {
  return oneLine(text)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
    .replace(/##(?=\[|vso\[)/g, '#&#35;');
}

/** ` name="value"` for each attribute; those that are undefined are left out. */
export function xmlAttributes(values: Record<string, string | number | undefined>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${xmlText(String(value))}"`))
    .join('');
}
