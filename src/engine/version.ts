/** Compares Istio minors: "1.9" is before "1.31". Negative, zero or positive. */
export function compareVersions(a: string, b: string): number {
  const [one, two] = [a, b].map((version) => version.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (one?.[i] ?? 0) - (two?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Does a version lie in a range such as ">=1.24" or ">=1.24 <1.30"? */
export function inRange(version: string, range: string): boolean {
  return range.split(/\s+/).every((part) => {
    const [, operator, bound] = /^(>=|<=|>|<|=)?(\d+(?:\.\d+)*)$/.exec(part) ?? [];
    if (bound === undefined) return false;
    const order = compareVersions(version, bound);
    if (operator === '>=') return order >= 0;
    if (operator === '<=') return order <= 0;
    if (operator === '>') return order > 0;
    return operator === '<' ? order < 0 : order === 0;
  });
}
