import path from "node:path";

/**
 * A mutant that changes nothing which a test could see, with the reason why.
 *
 * @typedef {{file: string, code: string, becomes: string, reason: string}} Excuse
 *   file: its name; code, becomes: the text before and after
 * @typedef {{place: string, code: string, becomes: string, status: string}} Mutant
 *   place: file and line; status: in the report's words
 * @typedef {{file: string, mutants: number, killed: number, timedOut: number, excused: number, alive: number}} Row
 * @typedef {{rows: Row[], excused: (Mutant & {reason: string})[], alive: Mutant[], stale: Excuse[]}} Verdict
 *   stale: excuses for what does not live, or for more than one mutant
 */

/**
 * What a mutation report says about the tests. Every mutant has to be killed or to run into the time limit; one that
 * lives, was never run or was switched off by a comment counts as alive, unless an excuse names exactly it.
 *
 * @param {{files: Record<string, {source: string, mutants: object[]}>}} report in the mutation-testing-report schema
 * @param {readonly Excuse[]} excuses those for files that are not in the report are left alone
 * @returns {Verdict}
 */
export function judgeReport(report, excuses) {
  const byName = Object.entries(report.files).sort(([a], [b]) => (a < b ? -1 : 1));
  const files = byName.map(([file, { source, mutants }]) => {
    const lines = source.split("\n");
    const living = mutants
      .filter(({ status }) => status !== "Killed" && status !== "Timeout")
      .map((mutant) => describeMutant(path.basename(file), lines, mutant));
    return { file: path.basename(file), mutants, living };
  });
  const usable = excuses.filter(({ file }) => files.some((each) => each.file === file));
  const living = files.flatMap((each) => each.living);
  const isFor = (excuse) => (mutant) =>
    mutant.file === excuse.file && mutant.code === excuse.code && mutant.becomes === excuse.becomes;
  const exact = usable.filter((excuse) => living.filter(isFor(excuse)).length === 1);
  const reasonOf = (mutant) => exact.find((excuse) => isFor(excuse)(mutant))?.reason;
  const count = (mutants, status) => mutants.filter((mutant) => mutant.status === status).length;
  return {
    rows: files.map((each) => ({
      file: each.file,
      mutants: each.mutants.length,
      killed: count(each.mutants, "Killed"),
      timedOut: count(each.mutants, "Timeout"),
      excused: each.living.filter(reasonOf).length,
      alive: each.living.filter((mutant) => !reasonOf(mutant)).length,
    })),
    excused: living.filter(reasonOf).map((mutant) => ({ ...mutant, reason: reasonOf(mutant) })),
    alive: living.filter((mutant) => !reasonOf(mutant)),
    stale: usable.filter((excuse) => !exact.includes(excuse)),
  };
}

function describeMutant(file, lines, { location: { start, end }, replacement, status }) {
  const text = lines.slice(start.line - 1, end.line);
  text[text.length - 1] = text.at(-1).slice(0, end.column - 1);
  text[0] = text[0].slice(start.column - 1);
  return { file, place: `${file}:${start.line}`, code: text.join("\n"), becomes: replacement, status };
}
