/** Do labels hold every pair that a plain selector asks for? An empty selector asks for nothing. */
export function matchesLabels(
  selector: Readonly<Record<string, unknown>>,
  labels: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(selector).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}
