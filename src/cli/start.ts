import { VERSION } from '../version.ts';

const argv = process.argv.slice(2);

if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) process.stdout.write(`${VERSION}\n`);
else {
  if (!process.env.CI) keepCompiled(process.getBuiltinModule('node:module'));
  void import('./main.ts').then(({ main }) => main(argv, process));
}

/** Has Node keep what it compiles for the next run, from version 22 on; a job of CI has no next run. */
function keepCompiled(modules: object): void {
  if ('enableCompileCache' in modules && typeof modules.enableCompileCache === 'function') modules.enableCompileCache();
}
