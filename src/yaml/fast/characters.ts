/** Stands behind a text; in none that is read, for YAML forbids it. */
export const END = 0;
export const TAB = 9;
export const NEWLINE = 10;
export const RETURN = 13;
export const SPACE = 32;
export const DOUBLE_QUOTE = 34;
export const HASH = 35;
export const PERCENT = 37;
export const AMPERSAND = 38;
export const SINGLE_QUOTE = 39;
export const ASTERISK = 42;
export const COMMA = 44;
export const DASH = 45;
export const DOT = 46;
export const COLON = 58;
export const GREATER = 62;
export const QUESTION = 63;
export const OPEN_BRACKET = 91;
export const BACKSLASH = 92;
export const CLOSE_BRACKET = 93;
export const OPEN_BRACE = 123;
export const BAR = 124;
export const CLOSE_BRACE = 125;
export const BYTE_ORDER_MARK = 0xfeff;

/** Does it part tokens: a space, the end of a line, or the end of the text? */
export function isBlank(code: number | undefined): boolean {
  return code === SPACE || code === NEWLINE || code === TAB || code === RETURN || code === END;
}

/** `,[]{}` */
export function isFlowIndicator(code: number | undefined): boolean {
  return (
    code === COMMA || code === OPEN_BRACKET || code === CLOSE_BRACKET || code === OPEN_BRACE || code === CLOSE_BRACE
  );
}

/** May no plain scalar start with it, whatever follows? */
export function isIndicator(code: number | undefined): boolean {
  switch (code) {
    case TAB:
    case RETURN:
    case 33: // !
    case DOUBLE_QUOTE:
    case HASH:
    case PERCENT:
    case AMPERSAND:
    case SINGLE_QUOTE:
    case ASTERISK:
    case COMMA:
    case GREATER:
    case 64: // @
    case OPEN_BRACKET:
    case CLOSE_BRACKET:
    case 96: // `
    case OPEN_BRACE:
    case BAR:
    case CLOSE_BRACE:
    case BYTE_ORDER_MARK:
      return true;
    default:
      return false;
  }
}
