/**
 * Is a header's name in a match condition a claim of a verified token: `@request.auth.claims.group` or
 * `@request.auth.claims[group][name]`? Source: istio.io, "JWT claim based routing".
 */
export function isJwtClaim(name: string): boolean {
  return /^@request\.auth\.claims(?:\..+|\[.+\])$/is.test(name);
}
