import type { Output } from './standard-output.ts';

/** Milliseconds. */
const QUIET = 1000;
const PAUSE = 100;

/** A line on a terminal about how far a long run is; short runs and other places see nothing of it. */
export class ProgressLine {
  readonly #output: () => Output;
  // Node loads ten modules for `performance`.
  #next = Date.now() + QUIET;
  #isShown = false;

  /** Where it is written is asked for only once a run turns out to be long. */
  constructor(output: () => Output) {
    this.#output = output;
  }

  readonly progress = (stage: string, done: number, total: number): void => {
    const now = Date.now();
    if (now < this.#next) return;
    this.#next = now + PAUSE;
    const output = this.#output();
    if (output.isTTY !== true) return;
    output.write(`\r\x1b[K${stage} ${done} of ${total}…`);
    this.#isShown = true;
  };

  /** Makes room for what is to be printed. */
  clear(): void {
    if (this.#isShown) this.#output().write('\r\x1b[K');
    this.#isShown = false;
  }
}
