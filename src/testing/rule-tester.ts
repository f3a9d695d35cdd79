import { resolve } from 'node:path';
import * as nodeTest from 'node:test';
import { UsageError } from '../engine/errors.ts';
import { checkRule } from '../plugins/check.ts';
import { loadPlugin } from '../plugins/load.ts';
import type { AnyPluginRule } from '../plugins/plugin.ts';
import { type Cases, nameOf, type TestCase } from './cases.ts';
import { checkMeta } from './check-meta.ts';
import { checkInvalid, checkValid, type Tested } from './run-case.ts';

type Suite = (name: string, body: () => void) => unknown;
type Test = (name: string, body: () => Promise<void>) => unknown;

export interface TesterOptions {
  /** Of the test runner; default the globals describe and it, or else node:test. */
  describe?: Suite;
  it?: Test;
  /** Where a plugin's file is found from; default the working directory. */
  directory?: string;
}

/**
 * Runs a rule on manifests and compares what it reports. Works with any runner that has describe() and it():
 *
 *     new RuleTester().run('acme/team-label', rule, {
 *       valid: ['kind: …'],
 *       invalid: [{ yaml: 'kind: …', errors: [{ messageId: 'missing', line: 3 }] }],
 *     });
 */
export class RuleTester {
  readonly #describe: Suite;
  readonly #it: Test;
  readonly #directory: string;

  constructor(options: TesterOptions = {}) {
    const runner = options.describe && options.it ? { describe: options.describe, it: options.it } : runnerAround();
    this.#describe = options.describe ?? runner.describe;
    this.#it = options.it ?? runner.it;
    this.#directory = options.directory ?? resolve('.');
  }

  /**
   * Declares the tests of a rule. `id` is `plugin/rule`; `rule` is the rule itself, or where its plugin is: a package, or a
   * file such as one of declared rules.
   */
  run(id: string, rule: AnyPluginRule | string, { valid, invalid }: Cases): void {
    const slash = id.lastIndexOf('/');
    if (slash < 1) throw new UsageError(`a rule is called plugin/rule, not "${id}"`);
    const [name, slug] = [id.slice(0, slash), id.slice(slash + 1)];
    const plugin = typeof rule === 'string' ? rule : { meta: { name }, rules: { [slug]: rule } };
    const tested: Tested = { id, plugin, directory: this.#directory };
    this.#describe(id, () => {
      this.#it('says of itself what it has to', async () => {
        if (typeof rule !== 'string') return checkMeta(checkRule(id, rule));
        const entries = await loadPlugin(rule, this.#directory);
        if (!entries.some((entry) => entry.id === id))
          throw new Error(`${rule} has no rule ${id}; it has ${entries.map((entry) => entry.id).join(', ')}`);
      });
      const seen = new Set<string>();
      const declare = (side: string, given: TestCase, check: () => Promise<void>) => {
        const key = JSON.stringify({ ...given, name: undefined });
        const again = seen.has(key);
        seen.add(key);
        this.#it(`${side}: ${nameOf(given)}`, async () => {
          if (again) throw new Error('The same case is here twice.');
          await check();
        });
      };
      for (const each of valid.map(caseOf)) declare('valid', each, () => checkValid(tested, each));
      for (const each of invalid) declare('invalid', each, () => checkInvalid(tested, { ...each }));
    });
  }
}

function caseOf(given: string | TestCase): TestCase {
  return typeof given === 'string' ? { yaml: given } : given;
}

/** The functions of the runner that runs this file. */
function runnerAround(): { describe: Suite; it: Test } {
  const [describe, it]: unknown[] = [Reflect.get(globalThis, 'describe'), Reflect.get(globalThis, 'it')];
  if (isFunction(describe) && isFunction(it)) return { describe, it };
  if ('__vitest_worker__' in globalThis)
    throw new UsageError(
      'vitest keeps describe and it to itself: new RuleTester({ describe, it }) with those of vitest, or globals: true in its configuration',
    );
  return { describe: nodeTest.describe, it: nodeTest.it };
}

// biome-ignore lint/suspicious/noExplicitAny: runners take bodies of many kinds
function isFunction(value: unknown): value is (...given: any[]) => unknown {
  return typeof value === 'function';
}
