import { isAscii, isUtf8 } from 'node:buffer';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { type InputProblem, problemOf } from './problem.ts';

const SAVE_AS_UTF8 = 'Save it as UTF-8; Kubernetes reads nothing else.';
const NOT_A_MANIFEST = 'Leave it out if it is no manifest; else save it as UTF-8.';

/** Reads a text file: UTF-8, or UTF-16 that says so by its byte order mark, which is left out. Never throws. */
export function readText(path: string): { text: string } | { problem: InputProblem } {
  try {
    const decoded = decode(readBytes(path));
    return 'text' in decoded ? decoded : { problem: { path, ...decoded } };
  } catch (error) {
    return { problem: problemOf(path, error) };
  }
}

const START = Buffer.allocUnsafeSlow(1 << 16);

/** Good until the next file is read. Most manifests are small: without a question for the size this takes half as long as Node's. */
function readBytes(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    let length = 0;
    while (length < START.length) {
      const read = readSync(file, START, length, START.length - length, null);
      if (read === 0) return START.subarray(0, length);
      length += read;
    }
    return Buffer.concat([START, readFileSync(file)]);
  } finally {
    closeSync(file);
  }
}

/** All of a stream as text, or why it is none. Rejects with the stream's error. */
export async function readStdin(
  stream: NodeJS.ReadableStream,
): Promise<{ text: string } | { message: string; help: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return decode(Buffer.concat(chunks));
}

function decode(bytes: Buffer): { text: string } | { message: string; help: string } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeUtf16(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeUtf16(bytes, 'utf-16be');
  if (bytes.includes(0)) return binary();
  // Most are, and Node decodes that much faster.
  if (isAscii(bytes)) return { text: bytes.toString('latin1') };
  if (!isUtf8(bytes)) return { message: 'it is not UTF-8 text', help: SAVE_AS_UTF8 };
  const text = bytes.toString('utf8');
  return { text: text.charCodeAt(0) === 0xfeff ? text.slice(1) : text };
}

function decodeUtf16(
  bytes: Buffer,
  encoding: 'utf-16le' | 'utf-16be',
): { text: string } | { message: string; help: string } {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? binary() : { text };
  } catch {
    return { message: 'it is not UTF-16 text', help: SAVE_AS_UTF8 };
  }
}

function binary(): { message: string; help: string } {
  return { message: 'it holds NUL bytes, as no text does', help: NOT_A_MANIFEST };
}
