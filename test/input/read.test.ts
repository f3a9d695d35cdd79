import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readStdin, readText } from '../../src/input/read.ts';
import { tree } from './tree.ts';

const TEXT = 'kind: Gateway # é 漢 😀\r\nspec: {}\r\n';

function utf16(text: string, order: 'le' | 'be'): Uint8Array {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

function read(content: string | Uint8Array): ReturnType<typeof readText> {
  return readText(join(tree({ 'a.yaml': content }), 'a.yaml'));
}

describe('a file is read as text', () => {
  it.each([
    ['UTF-8, line ends as they are', TEXT, TEXT],
    ['without its byte order mark', `\ufeff${TEXT}`, TEXT],
    ['with a byte order mark that is not at its start', `a\ufeff${TEXT}`, `a\ufeff${TEXT}`],
    ['UTF-16, little end first', utf16(TEXT, 'le'), TEXT],
    ['UTF-16, big end first', utf16(TEXT, 'be'), TEXT],
    ['empty', '', ''],
    ['nothing but a byte order mark', '\ufeff', ''],
    ['with the replacement character in it', 'a: \ufffd\n', 'a: \ufffd\n'],
  ])('%s', (_, content, text) => {
    expect(read(content)).toEqual({ text });
  });

  it('whole, however long it is', () => {
    for (const length of [65_535, 65_536, 65_537, 200_000]) {
      const text = `${'a'.repeat(length - 1)}é`;
      for (const each of [text, text.slice(1), `${text}\n`]) expect(read(each)).toEqual({ text: each });
    }
  });
});

describe('a problem is', () => {
  it.each([
    ['Latin-1', Buffer.from('name: caf\xe9\n', 'latin1'), 'it is not UTF-8 text'],
    ['bad UTF-8 beside a true replacement character', Buffer.from('a: \ufffd\n\xff', 'latin1'), 'it is not UTF-8 text'],
    ['an overlong form', Uint8Array.of(0xc0, 0xaf), 'it is not UTF-8 text'],
    ['a character cut off at the end', Buffer.from('é').subarray(0, 1), 'it is not UTF-8 text'],
    ['UTF-16 cut off in a character', utf16('ab', 'le').subarray(0, 5), 'it is not UTF-16 text'],
    ['half a surrogate pair', utf16('a\ud83d', 'be'), 'it is not UTF-16 text'],
    ['a NUL', 'a: b\0\n', 'it holds NUL bytes, as no text does'],
    ['UTF-16 without a mark', Buffer.from('a: b', 'utf16le'), 'it holds NUL bytes, as no text does'],
    ['UTF-32', Uint8Array.of(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0), 'it holds NUL bytes, as no text does'],
  ])('%s', (_, content, message) => {
    expect(read(content)).toEqual({
      problem: { path: expect.stringMatching(/a\.yaml$/), message, help: expect.stringContaining('UTF-8') },
    });
  });

  it('both halves of bad UTF-8, wherever it stands', () => {
    const bytes = Buffer.concat([Buffer.from('a: \ufffd\n'), Uint8Array.of(0xff)]);
    expect(read(bytes)).toMatchObject({ problem: { message: 'it is not UTF-8 text' } });
  });

  it('what cannot be opened', () => {
    const root = tree({ 'gone.yaml': { to: 'nothing' }, 'loop.yaml': { to: 'loop.yaml' }, 'a.yaml': '' });
    const message = (name: string) => {
      const result = readText(join(root, name));
      return 'problem' in result ? result.problem.message : undefined;
    };
    expect(message('gone.yaml')).toBe('it does not exist');
    expect(message('loop.yaml')).toBe('links lead in a circle');
    expect(message('.')).toBe('it is a folder');
    expect(message('a.yaml/b.yaml')).toBe('a part of its path is a file');
    expect(message('x'.repeat(300))).toBe('its path is too long');
    expect(message('a\0b')).toBe('its name holds a NUL character');
  });

  it('a file beyond what a text can hold', () => {
    const root = tree({ 'huge.yaml': '' });
    truncateSync(join(root, 'huge.yaml'), 2 ** 33);
    expect(readText(join(root, 'huge.yaml'))).toMatchObject({ problem: { message: 'it is too large to be read' } });
  });
});

describe('standard input', () => {
  const stdin = async (...chunks: (string | Uint8Array)[]) => {
    const read = await readStdin(Readable.from(chunks));
    return 'text' in read ? read.text : `(${read.message})`;
  };

  it('is all of it, whatever the chunks', async () => {
    const bytes = Buffer.from(TEXT);
    expect(await stdin()).toBe('');
    expect(await stdin(bytes.subarray(0, 17), bytes.subarray(17))).toBe(TEXT);
    expect(await stdin('a: ', 'é\n')).toBe('a: é\n');
    expect(await stdin(`\ufeff${TEXT}`)).toBe(TEXT);
    expect(await stdin(utf16(TEXT, 'be'))).toBe(TEXT);
  });

  it('says why it is no text', async () => {
    expect(await stdin(Buffer.from('caf\xe9', 'latin1'))).toBe('(it is not UTF-8 text)');
    expect(await stdin('a\0b')).toBe('(it holds NUL bytes, as no text does)');
  });

  it('fails as its stream fails', async () => {
    const broken = new Readable({
      read() {
        this.destroy(new Error('cut off'));
      },
    });
    await expect(readStdin(broken)).rejects.toThrow('cut off');
  });
});
