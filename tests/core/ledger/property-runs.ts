/**
 * How often a property is tried: `numRuns` times with another seed each time. Under mutation testing, which runs a
 * property once per mutant, PROPERTY_RUNS_PERCENT shortens it: the seed is then fixed, so that a mutant which dies
 * dies again, and the first sequence that fails is enough.
 */
export function runs(numRuns: number) {
  const percent = process.env["PROPERTY_RUNS_PERCENT"];
  if (percent === undefined) return { numRuns };
  return { numRuns: Math.ceil((numRuns * Number(percent)) / 100), seed: 20_261_120, endOnFailure: true };
}
