import { describe, expect, it } from "vitest";

import { judgeReport } from "../../../scripts/mutation/judge-report.mjs";
import { describeVerdict } from "../../../scripts/mutation/verdict-text.mjs";

const SOURCE = "const isOver = end <= now;\nif (left === 0) return\n  [];\n";
const SAME = { file: "lots.ts", code: "end <= now", becomes: "end < now", reason: "They never meet." };

function mutant(status: string, replacement = "end < now", line = 1, columns: [number, number] = [16, 26]) {
  const [from, to] = columns;
  return { status, replacement, location: { start: { line, column: from }, end: { line, column: to } } };
}

function report(...mutants: object[]) {
  return { files: { "app/core/ledger/lots.ts": { source: SOURCE, mutants } } };
}

describe("judging a mutation report", () => {
  it("is content when every mutant was killed or ran into the time limit", () => {
    const verdict = judgeReport(report(mutant("Killed"), mutant("Timeout")), []);
    expect(verdict).toMatchObject({ alive: [], stale: [], excused: [] });
    expect(verdict.rows).toEqual([
      { file: "lots.ts", mutants: 2, killed: 1, timedOut: 1, excused: 0, alive: 0 },
    ]);
  });

  it.each(["Survived", "NoCoverage", "Ignored", "RuntimeError", "CompileError", "Pending"])(
    "counts a mutant as alive that is reported as %s",
    (status) => {
      const { alive, rows } = judgeReport(report(mutant(status), mutant("Killed")), []);
      expect(alive).toMatchObject([{ place: "lots.ts:1", code: "end <= now", becomes: "end < now", status }]);
      expect(rows).toMatchObject([{ mutants: 2, killed: 1, alive: 1 }]);
    },
  );

  it("excuses exactly the mutant that an excuse names, and tells the reason", () => {
    const verdict = judgeReport(report(mutant("Survived"), mutant("Survived", "true")), [SAME]);
    expect(verdict.excused).toMatchObject([{ becomes: "end < now", reason: "They never meet." }]);
    expect(verdict.alive).toMatchObject([{ becomes: "true" }]);
    expect(verdict.rows).toMatchObject([{ excused: 1, alive: 1 }]);
  });

  it.each([
    ["was killed", [mutant("Killed")], 0],
    ["is two", [mutant("Survived"), mutant("Survived")], 2],
  ])("takes no excuse for what %s", (_what, mutants, alive) => {
    const verdict = judgeReport(report(...mutants), [SAME]);
    expect(verdict.stale).toEqual([SAME]);
    expect(verdict.alive).toHaveLength(alive);
  });

  it("takes no excuse without a reason", () => {
    expect(judgeReport(report(mutant("Survived")), [{ ...SAME, reason: "" }]).alive).toHaveLength(1);
  });

  it("leaves excuses of files alone that were not mutated", () => {
    expect(judgeReport(report(mutant("Killed")), [{ ...SAME, file: "draft.ts" }]).stale).toEqual([]);
  });

  it("shows text of several lines in one, beside the counts of each file", () => {
    const location = { start: { line: 2, column: 17 }, end: { line: 3, column: 5 } };
    const verdict = judgeReport(report({ status: "Survived", replacement: "{}", location }), [SAME]);
    expect(verdict.alive).toMatchObject([{ place: "lots.ts:2", code: "return\n  []" }]);
    const text = describeVerdict(verdict);
    expect(text).toMatch(/lots\.ts +1 +0 +0 +0 +1\n/);
    expect(text).toMatch(/lots\.ts:2 {2}return \[\] {2}→ {2}\{\} \(Survived\)/);
    expect(text).toMatch(/do not stand[^]*lots\.ts {2}end <= now {2}→ {2}end < now/);
  });
});
