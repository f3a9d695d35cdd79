import { readFileSync } from 'node:fs';
import { type InputProblem, problemOf } from './problem.ts';

/** Reads a text file: UTF-8, or UTF-16 that says so by its byte order mark, which is left out. Never throws. */
export function readText(path: string): { text: string } | { problem: InputProblem } {
  try {
    const text = decode(readFileSync(path));
    return text === undefined ? { problem: { path, message: 'it is not UTF-8 text', help: NOT_TEXT } } : { text };
  } catch (error) {
    return { problem: problemOf(path, error) };
  }
}

const NOT_TEXT = 'Save it as UTF-8; Kubernetes reads nothing else.';

/** All of a stream as text. Rejects with the stream's error. */
export async function readStdin(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  const bytes = Buffer.concat(chunks);
  return decode(bytes) ?? bytes.toString('utf8');
}

function decode(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString('utf16le');
  const text = bytes.toString('utf8');
  if (text.includes('\0') || (text.includes('\ufffd') && !bytes.includes('\ufffd'))) return undefined;
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
