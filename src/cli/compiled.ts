import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { VERSION } from '../version.ts';

/** Milliseconds: what is older is of a version that nobody runs any more, or made again. */
const OLD = 30 * 24 * 3600 * 1000;
/** What runs too little of the program for the next run of the linter. */
const SHORT = new Set(['rules', 'explain', 'init', 'completion', '-h', '--help', '--list-files']);
/** The major version of Node that keeps what it compiles. */
const KEEPING = 22;
/** A run that checks so many resources has called most of what any run calls, and V8 compiles a function when it is called. */
const MANY = 100;
const [HEAD, TAIL] = ['(function (exports, require, module, __filename, __dirname) {', '\n})'];

/** What Node's `Module` has, as libraries that compile scripts have used it for long. */
interface Modules {
  new (id: string, parent: NodeModule): NodeModule;
  _cache: Record<string, NodeModule | undefined>;
  prototype: { _compile(this: NodeModule, content: string, filename: string): unknown };
}

/** What has compiled code kept, for those who know what a run is about to do. */
export interface Keeping {
  /** Is told how many resources a run checks. */
  checking(resources: number): void;
  /** How to load code, from here on. */
  loadWith: <Answer>(load: () => Answer) => Answer;
}

/**
 * Has what is compiled in this run kept for the next one: by Node from version 22 on, before that in the user's cache folder.
 * `own` is any module: asking Node for its module of that name takes longer.
 */
export function keepCompiled(argv: readonly string[], chunks: string, own: NodeModule): Keeping | undefined {
  const place = cacheFolder(process);
  if (place === undefined || SHORT.has(argv[0] ?? '')) return undefined;
  if (Number.parseInt(process.versions.node, 10) >= KEEPING) {
    const modules: object = process.getBuiltinModule('node:module');
    if ('enableCompileCache' in modules && typeof modules.enableCompileCache === 'function')
      modules.enableCompileCache();
    return undefined;
  }
  return keepIn(join(place, 'mesh-lint', `${VERSION}-node${process.versions.node}-${process.arch}`), chunks, own);
}

/** Where a user's programs keep what they can make again; undefined where nothing is to be kept. */
export function cacheFolder({ env, platform }: Pick<NodeJS.Process, 'env' | 'platform'>): string | undefined {
  // A job of CI has no next run.
  if (env.CI || env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  if (platform === 'win32') return env.LOCALAPPDATA;
  return env.XDG_CACHE_HOME || (env.HOME && join(env.HOME, '.cache'));
}

/** What V8 compiled of a chunk, as it is kept. */
interface Kept {
  data: Buffer;
  /** By a run over many resources? */
  byMany: boolean;
}

interface Loaded {
  name: string;
  script: Script;
  isKept: boolean;
}

/**
 * Names of chunks say what is in them, so a name stands for one text. V8 does not look whether what it made before is whole,
 * so all is kept twice, and both must be alike. The first run over many resources keeps anew what shorter ones have kept.
 */
function keepIn(folder: string, chunks: string, own: NodeModule): Keeping {
  const isOurs = isOwn(folder);
  const loaded: Loaded[] = [];
  let isMany = false;
  const keeping: Keeping = {
    checking(resources) {
      isMany ||= resources >= MANY;
    },
    loadWith: (load) => load(),
  };
  const Module = own.constructor as Modules;
  const compile = Module.prototype._compile;
  const run = (module: NodeModule, content: string, path: string): unknown => {
    const name = basename(path);
    const kept = isOurs ? read(join(folder, name)) : undefined;
    const options = { filename: path, columnOffset: -HEAD.length, ...(kept ? { cachedData: kept.data } : {}) };
    const script = keeping.loadWith(() => new Script(HEAD + content + TAIL, options));
    const isKept = kept !== undefined && script.cachedDataRejected !== true;
    if (!isKept || !kept.byMany) loaded.push({ name, script, isKept });
    const require = (id: string) => (id.startsWith('./') ? load(join(chunks, id), module) : module.require(id));
    return script.runInThisContext().call(module.exports, module.exports, require, module, path, chunks);
  };
  // As Node does, without what it asks of the file system first: where another chunk lies is known.
  const load = (path: string, parent: NodeModule): unknown => {
    const known = Module._cache[path];
    if (known) return known.exports;
    const content = readFileSync(path, 'utf8');
    if (!isPlain(content)) return parent.require(path);
    const module = new Module(path, parent);
    Module._cache[path] = module;
    try {
      run(module, content, path);
    } catch (error) {
      delete Module._cache[path];
      throw error;
    }
    module.loaded = true;
    return module.exports;
  };
  Module.prototype._compile = function (content, filename) {
    const isOurOwn = dirname(filename) === chunks && isPlain(content);
    return isOurOwn ? run(this, content, filename) : compile.call(this, content, filename);
  };
  process.on('exit', () => {
    const made = isMany ? loaded : loaded.filter(({ isKept }) => !isKept);
    if (made.length > 0) write(folder, made, isMany);
  });
  return keeping;
}

/** A script that calls import() needs Node's own way. */
function isPlain(content: string): boolean {
  return !content.includes('import(');
}

function isOwn(folder: string): boolean {
  try {
    const { uid, mode } = statSync(folder);
    return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
  } catch {
    return false;
  }
}

function read(path: string): Kept | undefined {
  try {
    const twice = readFileSync(path);
    const half = (twice.length - 1) / 2;
    const data = twice.subarray(0, half);
    const isWhole = half > 0 && data.equals(twice.subarray(half, -1));
    return isWhole ? { data, byMany: twice.at(-1) === 1 } : undefined;
  } catch {
    return undefined;
  }
}

/** What cannot be written is made again by the next run. */
function write(folder: string, made: readonly Loaded[], byMany: boolean): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOwn(folder)) return;
    for (const { name, script } of made) {
      const data = script.createCachedData();
      const unfinished = join(folder, `${name}.${process.pid}`);
      writeFileSync(unfinished, Buffer.concat([data, data, Buffer.of(Number(byMany))]), { mode: 0o600 });
      renameSync(unfinished, join(folder, name));
    }
    for (const place of [folder, dirname(folder)])
      for (const name of readdirSync(place)) {
        const path = join(place, name);
        if (path !== folder && Date.now() - statSync(path).mtimeMs > OLD)
          rmSync(path, { recursive: true, force: true });
      }
  } catch {}
}
