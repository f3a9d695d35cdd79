// Adds to package-lock.json the builds for other platforms that npm leaves out where a registry mirror lacks them;
// "npm ci" refuses a lockfile without them. Run after every "npm install".
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32'];

const path = join(dirname(fileURLToPath(import.meta.url)), '..', 'package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8'));
let added = 0;
for (const { optionalDependencies = {} } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const id = `node_modules/${name}`;
    const words = name.slice(name.lastIndexOf('/') + 1).split(/[-.]/);
    const cpu = PROCESSORS.filter((processor) => words.includes(processor) && processor !== 'wasm32');
    const os = SYSTEMS.filter((system) => words.includes(system));
    if (lock.packages[id] || !/^\d/.test(version)) continue;
    const target = words.includes('wasm32')
      ? { cpu: ['wasm32'] }
      : { ...(cpu.length > 0 && { cpu }), ...(os.length > 0 && { os }) };
    lock.packages[id] = {
      version,
      dev: true,
      ...(words.includes('musl') && { libc: ['musl'] }),
      optional: true,
      ...target,
    };
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${added} added`);
