import { chmodSync, linkSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFixes } from '../../src/fix/write.ts';
import { lint } from '../../src/lint.ts';
import { tree } from '../input/tree.ts';

const OLD = 'apiVersion: networking.istio.io/v1beta1 # kept\nkind: Sidecar\nmetadata: {name: a, namespace: b}\n';
const NEW = OLD.replace('v1beta1', 'v1');

const fixed = async (cwd: string, paths = ['.']) =>
  (await lint({ cwd, paths, only: ['core/api-version'], fix: true })).report;

describe('writeFixes', () => {
  it('writes what lint fixed and left unwritten, with the mode of the file', async () => {
    const root = tree({ 'a.yaml': OLD, 'b.yaml': NEW });
    chmodSync(join(root, 'a.yaml'), 0o640);
    const report = await fixed(root);
    expect(readFileSync(join(root, 'a.yaml'), 'utf8')).toBe(OLD);
    expect(writeFixes(report)).toEqual([join(root, 'a.yaml')]);
    expect(readFileSync(join(root, 'a.yaml'), 'utf8')).toBe(NEW);
    expect(statSync(join(root, 'a.yaml')).mode & 0o777).toBe(0o640);
    expect(readdirSync(root).sort()).toEqual(['a.yaml', 'b.yaml']);
  });

  it('keeps line ends, byte order marks and UTF-16', async () => {
    const crlf = OLD.replaceAll('\n', '\r\n');
    const root = tree({
      'crlf.yaml': crlf,
      'mark.yaml': `\ufeff${OLD}`,
      'le.yaml': Buffer.from(`\ufeff${crlf}`, 'utf16le'),
      'be.yaml': Buffer.from(`\ufeff${OLD}`, 'utf16le').swap16(),
    });
    writeFixes(await fixed(root));
    const read = (name: string) => readFileSync(join(root, name));
    expect(read('crlf.yaml').toString()).toBe(NEW.replaceAll('\n', '\r\n'));
    expect(read('mark.yaml').toString()).toBe(`\ufeff${NEW}`);
    expect(read('le.yaml').toString('utf16le')).toBe(`\ufeff${NEW.replaceAll('\n', '\r\n')}`);
    expect(read('be.yaml').swap16().toString('utf16le')).toBe(`\ufeff${NEW}`);
  });

  it('writes through links of both kinds', async () => {
    const root = tree({ 'real/a.yml': OLD, 'link.yaml': { to: 'real/a.yml' } });
    linkSync(join(root, 'real/a.yml'), join(root, 'hard.txt'));
    expect(writeFixes(await fixed(root, ['link.yaml']))).toEqual([join(root, 'real/a.yml')]);
    expect(lstatSync(join(root, 'link.yaml')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(root, 'real/a.yml'), 'utf8')).toBe(NEW);
    expect(readFileSync(join(root, 'hard.txt'), 'utf8')).toBe(NEW);
  });

  it.each([
    [
      'a file that changed since',
      (path: string) => writeFileSync(path, `${OLD}# more\n`),
      'it changed since it was read',
    ],
    ['a read-only file', (path: string) => chmodSync(path, 0o444), 'it is read-only'],
  ])('writes nothing at all for the sake of %s', async (_, spoil, reason) => {
    const root = tree({ 'a.yaml': OLD, 'b.yaml': OLD });
    const report = await fixed(root);
    spoil(join(root, 'b.yaml'));
    expect(() => writeFixes(report)).toThrow(`cannot fix ${join(root, 'b.yaml')}: ${reason}`);
    expect(readFileSync(join(root, 'a.yaml'), 'utf8')).toBe(OLD);
  });

  it('says how many files it could not write', async () => {
    const root = tree({ 'a.yaml': OLD, 'b.yaml': OLD, 'c.yaml': OLD });
    for (const name of ['a.yaml', 'c.yaml']) chmodSync(join(root, name), 0o444);
    const report = await fixed(root);
    expect(() => writeFixes(report)).toThrow('(nothing was written, and 1 more file cannot be written either)');
  });

  it('passes over texts that have no file', async () => {
    const overlay = new Map([['<stdin>', OLD]]);
    const { report } = await lint({ cwd: '/', paths: [], overlay, only: ['core/api-version'], fix: true });
    expect(report.files[0]).toMatchObject({ source: NEW, fixed: { before: OLD, count: 1 }, findings: [] });
    expect(writeFixes(report)).toEqual([]);
  });
});
