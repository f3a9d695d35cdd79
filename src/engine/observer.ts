/** Of more things than these, only some are told of: each takes no longer than telling of it. */
const MANY = 1000;
const SOME = 32;

/** Is it worth telling that so many of all are done? */
export function isTold(done: number, total: number): boolean {
  return total <= MANY || done % SOME === 0;
}

/** What is told of a run while it goes on. */
export interface Observer {
  /** Called often; `stage` is a verb form such as "reading". */
  progress?(stage: string, done: number, total: number): void;
  stats?: Stats;
}

export interface RuleTime {
  /** Wall time in its checks. */
  milliseconds: number;
  findings: number;
}

/** Where a run's time goes. */
export class Stats {
  /** Milliseconds by stage, in the order of the run. */
  readonly stages = new Map<string, number>();
  readonly rules = new Map<string, RuleTime>();
  #since = performance.now();

  /** What went by since the last stage was done belongs to this one. */
  done(stage: string): void {
    const now = performance.now();
    this.stages.set(stage, (this.stages.get(stage) ?? 0) + now - this.#since);
    this.#since = now;
  }

  found(id: string): void {
    this.#rule(id).findings++;
  }

  /** Does a part of a rule's work and counts the time that it takes. */
  timed<Answer>(id: string, work: () => Answer): Answer {
    const start = performance.now();
    try {
      return work();
    } finally {
      this.#rule(id).milliseconds += performance.now() - start;
    }
  }

  #rule(id: string): RuleTime {
    let rule = this.rules.get(id);
    if (!rule) {
      rule = { milliseconds: 0, findings: 0 };
      this.rules.set(id, rule);
    }
    return rule;
  }
}
