import { describe, expect, it } from 'vitest';
import { randomOf } from '../../bench/manifests/app.ts';
import { fileOf, treeOf } from '../../bench/manifests/files.ts';
import { type Style, styled } from '../../bench/manifests/style.ts';
import { readSource } from '../../src/yaml/read.ts';

const PLAIN: Style = {
  flushLists: false,
  startsDocuments: false,
  flow: false,
  quote: '"',
  quoted: 0,
  commented: 0,
  anchors: false,
};

/** A list at the indentation of its key. */
const FLUSH = /\n( *)[^\s#-].*\n(?: *#.*\n)*\1- /;

const valuesOf = (text: string) => {
  const { documents } = readSource('/a.yaml', text);
  expect(documents.flatMap(({ problems }) => problems)).toEqual([]);
  return documents.map(({ root }) => root.value);
};

describe('a tree of manifests', () => {
  const tree = [...treeOf({ files: 500 })];

  it('is the same for the same seed, and another for another', () => {
    expect([...treeOf({ files: 500 })]).toEqual(tree);
    expect([...treeOf({ files: 20 }, 2)]).not.toEqual(tree.slice(0, 20));
  });

  it('has files that can be read, of the documents that they say', () => {
    for (const { text, documents } of tree) {
      const values = valuesOf(text);
      expect(values).toEqual(documents.flatMap(valuesOf));
      for (const value of values)
        expect(value).toMatchObject({ kind: expect.any(String), metadata: { name: expect.any(String) } });
    }
  });

  it('has about 2.6 documents a file', () => {
    const documents = tree.reduce((sum, file) => sum + file.documents.length, 0);
    expect(documents / tree.length).toBeGreaterThan(2.5);
    expect(documents / tree.length).toBeLessThan(2.7);
  });

  it('ends at the wanted number of documents, in the middle of a file if need be', () => {
    for (const wanted of [1, 7, 100])
      expect([...treeOf({ documents: wanted })].flatMap(({ documents }) => documents)).toHaveLength(wanted);
    expect(valuesOf(fileOf(0, 1, 2).text)).toHaveLength(2);
  });

  it('shows every way of writing that the README of bench names', () => {
    const text = tree.map((file) => file.text).join('\n---\n');
    const ways = {
      indented: /\n( +)\w+:\n\1 {2}- /,
      flush: /\n( +)\w+:\n\1- /,
      literal: /: \|\n/,
      folded: /: >-?\n/,
      anchor: /: &labels\n/,
      alias: /: \*labels\n/,
      'plain over several lines': /\n( +)description: \w.*\n\1 {2}\w/,
      'comment above': /\n +#/,
      'comment behind': /\w #/,
      'flow list': /: \[\w/,
      'flow map': /: \{\w/,
      'single quotes': /: '/,
    };
    expect(Object.entries(ways).filter(([, way]) => !way.test(text))).toEqual([]);
  });
});

describe('a document in another style', () => {
  const documents = [
    ...new Set(
      Array.from({ length: 300 }, (_, n) => fileOf(n, 1))
        .flatMap((file) => file.documents)
        .filter((text) => !FLUSH.test(text)),
    ),
  ];

  it.each<[string, Partial<Style>]>([
    ['lists at their key', { flushLists: true }],
    ['quotes', { quoted: 1, quote: "'" }],
    ['comments', { commented: 1 }],
    ['all of it', { flushLists: true, quoted: 0.5, commented: 0.5 }],
  ])('has the same value with %s', (_, style) => {
    expect(documents.length).toBeGreaterThan(100);
    documents.forEach((text, n) => {
      const other = styled(text, { ...PLAIN, ...style }, randomOf(n));
      expect(valuesOf(other), other).toEqual(valuesOf(text));
    });
  });
});
