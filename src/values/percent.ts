/** What is wrong with a percentage in whole numbers, as a clause whose subject is the value. */
export function percentProblem(value: number): string | undefined {
  return value >= 0 && value <= 100 ? undefined : 'is outside of 0 to 100';
}

/** Like `percentProblem` for Istio's Percent: the smallest share that Envoy can express is 0.0001. */
export function fractionalPercentProblem(value: number): string | undefined {
  if (value > 0 && value < 0.0001) return 'is below 0.0001, the smallest percentage above 0';
  return percentProblem(value);
}
