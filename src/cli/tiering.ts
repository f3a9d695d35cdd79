/**
 * V8 of Node 20 hands a function to its optimizing compiler after so many bytes of bytecode have run. A linter has hundreds of
 * functions that are a little busy, and compiling them takes longer than it saves.
 */
const USUAL = 67584;
const PATIENT = 600_000;
/** With fewer resources, hardly any function gets there. */
const MANY = 500;

/** Makes V8 wait longer before it optimizes, while rules run over many resources. Only where that was measured to help: Node 20. */
export class Tiering {
  #isPatient = false;

  /** As of Observer: the first resource of so many is checked. */
  readonly progress = (stage: string, index: number, count: number): void => {
    if (stage === 'checking' && index === 0) this.#set(count >= MANY);
  };

  /** Code that is kept from run to run is only good for the usual flags. */
  end(): void {
    this.#set(false);
  }

  #set(isPatient: boolean): void {
    if (isPatient === this.#isPatient || !process.versions.node.startsWith('20.')) return;
    this.#isPatient = isPatient;
    process.getBuiltinModule('node:v8').setFlagsFromString(`--interrupt-budget=${isPatient ? PATIENT : USUAL}`);
  }
}
