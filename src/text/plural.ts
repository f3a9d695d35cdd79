/** `1 file`, `2 files`; kinds too: `2 NetworkPolicies`, `3 Ingresses`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${amount === 1 ? noun : plural(noun)}`;
}

function plural(noun: string): string {
  if (/(?:points|ics)$/.test(noun)) return noun;
  if (/(?:s|x|ch|sh)$/.test(noun)) return `${noun}es`;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}
