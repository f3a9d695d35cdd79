import { fstatSync, writeSync } from 'node:fs';

export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/**
 * Standard output without Node's stream where it is a file or a pipe: loading the stream costs a tenth of a short run.
 * What nobody reads any more (EPIPE) is dropped in silence.
 */
export function standardOutput(stream: () => Output): Output {
  if (fstatSync(1).isCharacterDevice()) return stream();
  return { isTTY: false, write: (text) => writeAll(Buffer.from(text)) };
}

function writeAll(bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
