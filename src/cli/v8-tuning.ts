interface Flag {
  name: string;
  usual: number;
  tuned: number;
}

/**
 * V8 of Node 20 hands a function to its optimizing compiler after so many bytes of bytecode have run. A linter has hundreds of
 * functions that are a little busy, and compiling them takes longer than it saves.
 */
const OPTIMIZING: Flag = { name: 'interrupt-budget', usual: 67584, tuned: 600_000 };

/**
 * By how many percent the heap may grow before V8 looks all of it through for garbage again; 0 leaves that to V8, which sets
 * the limit each time it has looked.
 */
const GROWING: Flag = { name: 'heap-growing-percent', usual: 0, tuned: 4000 };

/** Of files or resources: with fewer, a run is over before V8 does either. */
const MANY = 500;

const IS_NODE_20 = process.versions.node.startsWith('20.');

/** Sets V8 to what it is about to do, in runs over many files. Only where that was measured to help: Node 20. */
export class V8Tuning {
  #tuned: Flag | undefined;

  /** As of Observer. */
  readonly progress = (stage: string, index: number, count: number): void => {
    if (count < MANY || index > 0) return;
    if (stage === 'opening') this.#makeRoom();
    else if (stage === 'checking') this.#tune(OPTIMIZING);
  };

  /** Code that is kept from run to run is only good for the usual flags, so what loads it is done with these. */
  readonly withUsual = <Answer>(load: () => Answer): Answer => {
    const tuned = this.#tuned;
    this.#tune(undefined);
    try {
      return load();
    } finally {
      this.#tune(tuned);
    }
  };

  /** What is kept is taken at the end of a run. */
  end(): void {
    this.#tune(undefined);
  }

  /**
   * What is read is kept. Looking it through for garbage as it grows would find none, and would have V8 learn that what is
   * read is short-lived and is to be copied twice before it is left alone. So V8 looks now, and has no need to for long.
   */
  #makeRoom(): void {
    if (!IS_NODE_20) return;
    this.#tune(GROWING);
    collectGarbage();
    this.#tune(undefined);
  }

  #tune(flag: Flag | undefined): void {
    if (flag === this.#tuned || !IS_NODE_20) return;
    if (this.#tuned) set(`${this.#tuned.name}=${this.#tuned.usual}`);
    if (flag) set(`${flag.name}=${flag.tuned}`);
    this.#tuned = flag;
  }
}

function set(flag: string): void {
  process.getBuiltinModule('node:v8').setFlagsFromString(`--${flag}`);
}

/** Node has the function for it in contexts that are made while the flag is set. */
function collectGarbage(): void {
  set('expose-gc');
  process.getBuiltinModule('node:vm').runInNewContext('globalThis.gc?.()');
  set('no-expose-gc');
}
