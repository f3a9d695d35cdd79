import { existsSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { configsIn, foldersFrom } from '../../config/discover.ts';
import { factsOf, type TreeFacts } from '../../config/init/facts.ts';
import { configTemplate, listed } from '../../config/init/template.ts';
import { CONFIG_NAMES } from '../../config/names.ts';
import { UsageError } from '../../engine/errors.ts';
import { printable } from '../../text/display.ts';
import { count } from '../../text/plural.ts';
import type { Io } from '../main.ts';

const [NAME] = CONFIG_NAMES;

/** `mesh-lint init`: writes a configuration that is made for the working directory, and says what was found. */
export async function init(rest: readonly string[], io: Io): Promise<0> {
  if (rest.length > 0)
    throw new UsageError(`"mesh-lint init" takes no argument; it writes ${NAME} into the folder that it is started in`);
  const cwd = io.cwd();
  const [existing] = configsIn(cwd);
  if (existing !== undefined)
    throw new UsageError(
      `${relative(cwd, existing)} is there already and is left as it is; delete it first to begin anew`,
    );
  const facts = await factsOf(cwd);
  const [, ...above] = foldersFrom(cwd);
  const installed = 'node_modules/mesh-lint/dist/config.schema.json';
  const template = configTemplate(facts, {
    hasConfigAbove: above.some((folder) => configsIn(folder).length > 0),
    ...(existsSync(join(cwd, installed)) ? { schema: `./${installed}` } : {}),
  });
  create(join(cwd, NAME), template);
  io.stdout.write(`${[`wrote ${NAME}`, ...found(facts)].map(printable).join('\n')}\n`);
  return 0;
}

function create(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    throw new UsageError(`${NAME} cannot be written: ${error instanceof Error ? error.message : error}`);
  }
}

function found(facts: TreeFacts): string[] {
  const { resources, files, namespaces, ambient, versions, charts, kustomizations, overlays } = facts;
  if (files === 0) return ['  no manifests here yet; "mesh-lint" reads .yaml, .yml and .json files below this folder'];
  const lines = [
    `${count(resources, 'Istio resource')} in ${count(files, 'file')}`,
    namespaces.length > 0 && `${count(namespaces.length, 'namespace')}: ${listed(namespaces)}`,
    ambient.length > 0 && `ambient mode in ${listed(ambient)}: see "extends"`,
    versions.length > 0 &&
      `Istio ${versions.map(({ minor, place }) => `${minor} (${place})`).join(', ')}: see "settings"`,
    charts.length > 0 && `${count(charts.length, 'chart')}: ${listed(charts)}; --render lints what they make`,
    kustomizations > 0 && count(kustomizations, 'kustomization'),
    overlays.length > 0 && `overlays in ${listed(overlays)}: see "worlds"`,
  ];
  return [
    ...lines.filter((line) => line !== false).map((line) => `  ${line}`),
    'It changes no finding as it stands; "mesh-lint" lints this folder.',
  ];
}
