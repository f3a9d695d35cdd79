import { join } from 'node:path';
import { VERSION } from '../version.ts';
import { keepCompiled } from './compiled.ts';
import { standardOutput } from './standard-output.ts';

const argv = process.argv.slice(2);

if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v'))
  standardOutput(1, () => process.stdout).write(`${VERSION}\n`);
else {
  const keeping = keepCompiled(argv, join(__dirname, 'chunks'), module);
  void import('./main.ts').then(({ main }) => main(argv, process, keeping));
}
