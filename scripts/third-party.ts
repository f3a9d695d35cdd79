import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  name: string;
  version: string;
  license?: string;
}

/** The notices of the packages whose files went into a bundle, from the modules' paths. */
export function thirdPartyNotices(modules: Iterable<string>): string {
  const folders = new Set<string>();
  for (const module of modules) {
    const folder = /^\0?(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(module)?.[1];
    if (folder) folders.add(folder);
  }
  const notices = [...folders].map(notice).sort();
  return `# Third-party notices\n\nThese packages are bundled into the files of this folder.\n\n${notices.join('\n')}`;
}

function notice(folder: string): string {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  const text =
    file && existsSync(join(folder, file))
      ? readFileSync(join(folder, file), 'utf8').trim()
      : '(no licence text in the package)';
  return `## ${manifest.name} ${manifest.version} (${manifest.license ?? 'licence not stated'})\n\n\`\`\`text\n${text}\n\`\`\`\n`;
}
