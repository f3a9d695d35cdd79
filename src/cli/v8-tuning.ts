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
 * By how many percent the heap may grow before V8 looks all of it through for garbage again; 0 leaves that to V8. What is read
 * is kept, so looking through it finds nothing.
 */
const GROWING: Flag = { name: 'heap-growing-percent', usual: 0, tuned: 1000 };

/** Of files or resources: with fewer, a run is over before V8 does either. */
const MANY = 500;

/** Sets V8 to what it is about to do, in runs over many files. Only where that was measured to help: Node 20. */
export class V8Tuning {
  #tuned: Flag | undefined;

  /** As of Observer. */
  readonly progress = (stage: string, index: number, count: number): void => {
    if (count < MANY) return;
    if (stage === 'opening' && index === 0) this.#tune(GROWING);
    // By then V8 has set its next limit.
    else if (stage === 'reading' && index === count >> 2) this.#tune(undefined);
    else if (stage === 'checking' && index === 0) this.#tune(OPTIMIZING);
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

  #tune(flag: Flag | undefined): void {
    if (flag === this.#tuned || !process.versions.node.startsWith('20.')) return;
    if (this.#tuned) set(this.#tuned.name, this.#tuned.usual);
    if (flag) set(flag.name, flag.tuned);
    this.#tuned = flag;
  }
}

function set(name: string, value: number): void {
  process.getBuiltinModule('node:v8').setFlagsFromString(`--${name}=${value}`);
}
