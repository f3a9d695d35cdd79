const NAMES: Record<string, string> = {
  '0': '/',
  '1': 'bold',
  '2': 'dim',
  '4': 'underline',
  '1;31': 'red',
  '1;32': 'green',
  '1;33': 'yellow',
  '1;34': 'blue',
  '36': 'cyan',
};

/** SGR codes and OSC 8 links as ‹tags› that a person can read. */
export function tagColors(text: string): string {
  return text
    .replace(/\x1b\]8;;(.*?)\x1b\\/g, (_, url) => `‹${url ? `link ${url}` : '/link'}›`)
    .replace(/\x1b\[([\d;]*)m/g, (_, code) => `‹${NAMES[code] ?? `SGR ${code}`}›`);
}
