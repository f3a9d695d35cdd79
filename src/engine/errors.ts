/** The caller asked for something that can't be done: one line that says what was wrong, and what to do instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
