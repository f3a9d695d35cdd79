import { type CelInput, celEnv, isCelError, isCelList, isCelMap, isCelUint, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { hasPlaceholder } from '../../yaml/placeholder.ts';
import { unknownName } from './names.ts';

/** What an expression may be about. */
export const VARIABLES: readonly string[] = ['object', 'namespaceObject'];

const environment = celEnv({ funcs: strings });

/** An expression that cannot be read, with the offset in its text. */
export class ExpressionError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** What an expression answered; `unknown` where a value that is filled in later decides. */
export type Answer = { value: unknown } | { error: string } | 'unknown';

export interface Expression {
  evaluate(variables: Readonly<Record<string, CelInput>>): Answer;
}

/** Reads a CEL expression. Throws an ExpressionError for one that does not parse, or names what is not there. */
export function expressionOf(text: string): Expression {
  const parsed = parsedFrom(text);
  const wrong = unknownName(parsed, VARIABLES, (name) => environment.funcs.find(name) !== undefined);
  if (wrong) throw new ExpressionError(wrong.message, wrong.offset);
  const evaluate = plan(environment, parsed);
  return {
    evaluate(variables) {
      const result = evaluate(variables);
      if (!isCelError(result)) return { value: result };
      return isUnknown(result.cause) ? 'unknown' : { error: result.message };
    },
  };
}

function parsedFrom(text: string) {
  try {
    return parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message.replace(/^<input>:\d+:\d+: /, '') : String(error);
    throw new ExpressionError(message, offsetOf(error));
  }
}

function offsetOf(error: unknown): number {
  if (!(error instanceof Error) || !('location' in error)) return 0;
  const location = error.location as { start?: { offset?: number } } | undefined;
  return location?.start?.offset ?? 0;
}

class UnknownValueError extends Error {}

function isUnknown(cause: unknown): boolean {
  return cause instanceof UnknownValueError || (Array.isArray(cause) && cause.some(isUnknownCel));
}

function isUnknownCel(error: unknown): boolean {
  return isCelError(error) && isUnknown(error.cause);
}

/**
 * Stands for a value that is not known. The library turns values into its own when they are read, and fails on one that it
 * doesn't know with its text, so reading this one ends the evaluation.
 */
class Unknown {
  toString(): never {
    throw new UnknownValueError('not known before it is filled in');
  }
}

export const UNKNOWN = new Unknown() as unknown as CelInput;

/**
 * A plain value as CEL sees it in Kubernetes: whole numbers are integers. What a placeholder stands in is not known, unless
 * `placeholders` are taken for what is written.
 */
export function celInput(value: unknown, options: { placeholders?: true } = {}): CelInput {
  if (typeof value === 'string') return !options.placeholders && hasPlaceholder(value) ? UNKNOWN : value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map((item) => celInput(item, options));
  if (typeof value === 'object' && value !== null)
    return new Map(Object.entries(value).map(([name, inner]) => [name, celInput(inner, options)]));
  return typeof value === 'boolean' || typeof value === 'bigint' ? value : null;
}

/** A value as a message shows it: a string as it is, anything else as JSON. */
export function shownValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(plainValue(value));
}

function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (isCelUint(value)) return Number(value.value);
  if (isCelList(value)) return [...value].map(plainValue);
  if (isCelMap(value)) return Object.fromEntries([...value].map(([key, inner]) => [String(key), plainValue(inner)]));
  return typeof value === 'object' && value !== null ? String(value) : value;
}
