/**
 * Shows a step while it runs and how long it took, on one line.
 *
 * @template Result
 * @param {string} label
 * @param {() => Promise<Result>} work
 * @param {(result: Result) => string} [detail] what to say about the result
 * @returns {Promise<Result>}
 */
export async function showStep(label, work, detail = () => "") {
  const start = performance.now();
  process.stdout.write(`  ${label} … `);
  try {
    const result = await work();
    const about = detail(result);
    process.stdout.write(`${about ? `${about}, ` : ""}${seconds(performance.now() - start)}\n`);
    return result;
  } catch (error) {
    process.stdout.write("failed\n");
    throw error;
  }
}

/** A duration for people. */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
