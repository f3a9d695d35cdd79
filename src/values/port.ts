/** What is wrong with a port number, as a clause whose subject is the value; undefined for a good one. */
export function portProblem(port: number): string | undefined {
  return Number.isInteger(port) && port >= 1 && port <= 65535 ? undefined : 'is outside of 1 to 65535';
}

/** Can it be a number of 32 bits at all? What cannot, the schemas refuse already. */
export function isUint32(number: number): boolean {
  return Number.isInteger(number) && number >= 0 && number < 2 ** 32;
}
