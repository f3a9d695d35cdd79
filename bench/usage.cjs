// Preloaded with `node -r`: says in a file what the process took, when it ends.
const { readFileSync, writeFileSync } = require('node:fs');

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeFileSync(process.env.MESH_LINT_USAGE, JSON.stringify({ cpu: (user + system) / 1000, memory: peak() }));
});

/** Bytes. What rusage says counts the parent's pages as well, on Linux. */
function peak() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
