import { readFileSync } from 'node:fs';
import type { InputProblem } from './find.ts';

export function readText(path: string): { text: string } | { problem: InputProblem } {
  return { text: readFileSync(path, 'utf8') };
}
export async function readStdin(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}
