import { closeSync, openSync, readSync } from 'node:fs';
import { isAbsolute } from 'node:path';

/** A text as the bytes of the file that it is for, which keeps its encoding and its byte order mark. */
export function encodeAs(bytes: Buffer, text: string): Buffer {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(text);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(text).swap16();
  return Buffer.from(isMark(bytes) ? `\ufeff${text}` : text, 'utf8');
}

/** Does a file begin with the byte order mark of UTF-8? False for what is no file. */
export function hasByteOrderMark(path: string): boolean {
  if (!isAbsolute(path)) return false;
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(3);
    readSync(file, bytes);
    return isMark(bytes);
  } finally {
    closeSync(file);
  }
}

function isMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function utf16(text: string): Buffer {
  return Buffer.from(`\ufeff${text}`, 'utf16le');
}
