// Colour and links for terminals, as plain SGR and OSC 8 sequences.

export type Paint = (text: string) => string;

export interface Style {
  bold: Paint;
  dim: Paint;
  underline: Paint;
  red: Paint;
  green: Paint;
  yellow: Paint;
  blue: Paint;
  cyan: Paint;
}

/** Every paint leaves the text alone where `color` is false. Paints are not to be nested. */
export function createStyle(color: boolean): Style {
  const paint = (code: string): Paint =>
    color ? (text) => (text ? `\x1b[${code}m${text}\x1b[0m` : '') : (text) => text;
  return {
    bold: paint('1'),
    dim: paint('2'),
    underline: paint('4'),
    red: paint('1;31'),
    green: paint('1;32'),
    yellow: paint('1;33'),
    blue: paint('1;34'),
    cyan: paint('36'),
  };
}

/** The text as an OSC 8 hyperlink; unchanged where the address holds anything but printable ASCII. */
export function hyperlink(text: string, url: string): string {
  return /^[\x21-\x7e]+$/.test(url) ? `\x1b]8;;${url}\x1b\\${text}\x1b]8;;\x1b\\` : text;
}
