import { seconds } from "../bootstrap/progress.mjs";

/**
 * Runs stages side by side as far as the cores go, in the given order, and says how each ended; the whole output of
 * one that failed follows its line.
 *
 * @param {import("./stages.mjs").Stage[]} stages
 * @param {import("./stages.mjs").Context} context
 * @param {{cores: number, print: (text: string) => void}} options
 * @returns {Promise<{passed: number, failed: number}>}
 */
export async function runStages(stages, context, { cores, print }) {
  const waiting = [...stages];
  const running = new Set();
  const total = { passed: 0, failed: 0 };
  let busy = 0;
  while (waiting.length > 0 || running.size > 0) {
    const next = waiting[0];
    const share = next ? Math.min(next.cores, cores) : 0;
    if (!next || busy + share > cores) {
      await Promise.race(running);
      continue;
    }
    waiting.shift();
    busy += share;
    const run = runStage(next, context, print).then(({ passed, failed }) => {
      total.passed += passed;
      total.failed += failed;
      busy -= share;
      running.delete(run);
    });
    running.add(run);
  }
  return total;
}

async function runStage(stage, context, print) {
  const begun = performance.now();
  const outcome = await stage.run(context);
  const took = seconds(performance.now() - begun);
  const mark = outcome.failed === 0 ? "✓" : "✗";
  const counts =
    outcome.passed + outcome.failed > 1 ? `${outcome.passed} passed, ${outcome.failed} failed` : "";
  const words = [counts, ...outcome.notes, took].filter(Boolean).join(", ");
  print(`  ${mark} ${stage.name.padEnd(12)} ${words}`);
  if (outcome.failed > 0) print(outcome.output);
  return outcome;
}
