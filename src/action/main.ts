import { runAction } from './run.ts';

void runAction({
  env: process.env,
  stdin: process.stdin,
  print: (text) => process.stdout.write(text),
  cwd: process.cwd,
}).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(
      `mesh-lint: the step could not be finished: ${error instanceof Error ? error.message : error}\n`,
    );
    process.exitCode = 2;
  },
);
