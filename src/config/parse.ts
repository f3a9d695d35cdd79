import type { LayerSetting } from '../engine/layers.ts';
import type { Options } from '../engine/select.ts';
import type { Level } from '../report.ts';
import type { Field } from '../yaml/field.ts';
import { type ConfigFile, quoted } from './config-file.ts';
import { type ResourceCriteria, resourceCriteria } from './resources.ts';
import { parseSettings, SETTINGS_KEYS, type Settings } from './settings.ts';
import { boolean, isMap, texts } from './value.ts';

/** A text and where it stands. */
export interface Named {
  value: string;
  field: Field;
}

export interface RuleEntry extends LayerSetting {
  field: Field;
  /** Of the options, where there are some. */
  optionsField?: Field;
}

export interface Override {
  field: Field;
  files: Named[];
  excludedFiles: Named[];
  /** One of them must fit; undefined where resources play no part. */
  resources: ResourceCriteria[] | undefined;
  extends: Named[];
  rules: ReadonlyMap<string, RuleEntry>;
}

/** One configuration file, checked but for the names of rules. */
export interface Config {
  file: ConfigFile;
  root: boolean;
  /** Undefined where it doesn't say. */
  extends: Named[] | undefined;
  plugins: Named[];
  ignorePatterns: Named[];
  /** By the rules that it sets. */
  reportUnusedDisableDirectives: ReadonlyMap<string, RuleEntry>;
  rules: ReadonlyMap<string, RuleEntry>;
  overrides: Override[];
  settings: Settings;
}

export const CONFIG_KEYS = [
  '$schema',
  'root',
  'extends',
  'plugins',
  'ignorePatterns',
  'reportUnusedDisableDirectives',
  'rules',
  'overrides',
  'settings',
] as const;

export const OVERRIDE_KEYS = ['files', 'excludedFiles', 'resources', 'extends', 'rules'] as const;

/** Reads the members of a configuration. Throws a UsageError that names everything that is wrong with it. */
export function parseConfig(file: ConfigFile): Config {
  const { root } = file;
  const config: Config = {
    file,
    root: false,
    extends: undefined,
    plugins: [],
    ignorePatterns: [],
    reportUnusedDisableDirectives: new Map(),
    rules: new Map(),
    overrides: [],
    settings: {},
  };
  if (!root?.isMap) return config;
  file.checkKeys(root, CONFIG_KEYS, 'a configuration', homeOf);
  config.root = boolean(file, root.child('root')) ?? false;
  if (root.child('extends').isSet) config.extends = texts(file, root.child('extends'));
  config.plugins = texts(file, root.child('plugins'));
  config.ignorePatterns = texts(file, root.child('ignorePatterns'));
  config.reportUnusedDisableDirectives = unusedDirectives(file, root.child('reportUnusedDisableDirectives'));
  config.rules = rules(file, root.child('rules'));
  config.overrides = overrides(file, root.child('overrides'));
  config.settings = parseSettings(file, root.child('settings'));
  file.refuseProblems();
  return config;
}

/** The rules about suppressions that suppress nothing, as --report-unused-disable-directives sets them. */
const DIRECTIVE_RULES = ['core/unused-directive', 'core/unknown-directive', 'core/expired-directive'];

function unusedDirectives(file: ConfigFile, field: Field): ReadonlyMap<string, RuleEntry> {
  if (!field.isSet) return new Map();
  const level = field.value === true ? 'warning' : levelOf(field.value);
  if (level === undefined)
    file.problem(field, `${field.name} is true, false, off, info, warn or error, not ${quoted(field.value)}`);
  const entry: RuleEntry = { level: level ?? 'off', place: file.placeOf(field, 'key'), field };
  return new Map(DIRECTIVE_RULES.map((id) => [id, entry]));
}

/** Where a member belongs that stands at the top. */
function homeOf(name: string): string | undefined {
  if (SETTINGS_KEYS.some((key) => key === name)) return 'settings';
  if (['files', 'excludedFiles', 'resources'].includes(name)) return 'overrides';
  return name.includes('/') ? 'rules' : undefined;
}

function overrides(file: ConfigFile, list: Field): Override[] {
  if (!list.isSet) return [];
  if (!list.isList) file.problem(list, 'overrides is a list, such as [{files: [vendor/**], rules: {…}}]');
  return list.items().flatMap((field) => {
    if (!field.isMap) {
      file.problem(field, 'an override is a map with files or resources, and rules');
      return [];
    }
    file.checkKeys(field, OVERRIDE_KEYS, 'an override');
    const files = texts(file, field.child('files'));
    const excludedFiles = texts(file, field.child('excludedFiles'));
    const resources = field.child('resources').isSet ? resourceCriteria(file, field.child('resources')) : undefined;
    if (files.length === 0 && !resources)
      file.problem(field, 'an override needs "files" or "resources": what it holds for');
    for (const [name, patterns] of [
      ['files', files],
      ['excludedFiles', excludedFiles],
    ] as const)
      for (const { value, field: item } of patterns) checkPattern(file, item, value, name);
    if (files.length === 0 && excludedFiles.length > 0)
      file.problem(field.child('excludedFiles'), 'excludedFiles takes away from "files", which is not there', 'key');
    return {
      field,
      files,
      excludedFiles,
      resources,
      extends: texts(file, field.child('extends')),
      rules: rules(file, field.child('rules')),
    };
  });
}

function checkPattern(file: ConfigFile, field: Field, pattern: string, key: string): void {
  if (/^(?:[/\\]|[a-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)/i.test(pattern))
    file.problem(field, `${key} takes globs below the folder of the configuration, not ${quoted(pattern)}`);
}

function rules(file: ConfigFile, map: Field): ReadonlyMap<string, RuleEntry> {
  if (!isMap(file, map, '{virtual-service/weights-sum: error}')) return new Map();
  return new Map(
    map.entries().flatMap((field): [string, RuleEntry][] => {
      const setting = ruleEntry(file, field);
      return setting ? [[field.name, setting]] : [];
    }),
  );
}

function ruleEntry(file: ConfigFile, field: Field): RuleEntry | undefined {
  const [levelField, optionsField, more] = field.isList ? field.items() : [field];
  const level = levelField && levelOf(levelField.value);
  if (level === undefined) {
    const found = quoted(levelField?.value ?? field.value ?? null);
    file.problem(levelField ?? field, `the level of ${field.name} is off, info, warn or error, not ${found}`);
    return undefined;
  }
  const options = optionsField?.value;
  if (more || (optionsField && !isRecord(options))) {
    file.problem(more ?? optionsField ?? field, `${field.name} takes [level, {option: value}]`);
    return undefined;
  }
  const place = file.placeOf(field, 'key');
  return { level, place, field, ...(isRecord(options) && optionsField ? { options, optionsField } : {}) };
}

/** ESLint's names and numbers. YAML reads a bare `off` as false. */
function levelOf(value: unknown): Level | 'off' | undefined {
  if (value === false || value === 'off' || value === 0) return 'off';
  if (value === 'warn' || value === 'warning' || value === 1) return 'warning';
  if (value === 'error' || value === 2) return 'error';
  return value === 'info' ? 'info' : undefined;
}

function isRecord(value: unknown): value is Options {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
