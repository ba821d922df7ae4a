import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { runStages } from "../../../scripts/test/run-stages.mjs";
import { selectStages } from "../../../scripts/test/selection.mjs";
import { readVitestReport } from "../../../scripts/test/vitest-report.mjs";

const namesOf = (words: string[]) => selectStages(words).map((stage: { name: string }) => stage.name);

describe("the choice of stages", () => {
  it("is all of them without a word", () => {
    const all = ["types", "lint", "format", "imports", "unused", "unit", "integration", "scenarios"];
    expect(namesOf([])).toEqual(all);
  });

  it("is those named, in their own order", () => {
    expect(namesOf(["unit", "types"])).toEqual(["types", "unit"]);
    expect(namesOf(["checks"])).toEqual(["types", "lint", "format", "imports", "unused"]);
  });

  it("is the tests of a folder", () => {
    expect(namesOf(["tests/core"])).toEqual(["chosen tests"]);
  });

  it("refuses a word that is neither", () => {
    expect(() => selectStages(["untis"])).toThrow('There is no stage and no test file named "untis"');
  });
});

describe("stages", () => {
  const counts = { passed: 1, failed: 0, output: "", notes: [] };

  it("run side by side as far as the cores go, and add up", async () => {
    let busy = 0;
    let most = 0;
    const stage = (name: string, cores: number, failed = 0) => ({
      name,
      cores,
      needsServices: false,
      run: async () => {
        busy += cores;
        most = Math.max(most, busy);
        await new Promise((resolve) => setImmediate(resolve));
        busy -= cores;
        return { ...counts, failed, output: `${name} says why` };
      },
    });
    const printed: string[] = [];
    const stages = [stage("a", 1), stage("b", 1, 2), stage("c", 2), stage("d", 4), stage("e", 1)];
    const total = await runStages(
      stages,
      { env: {}, home: "" },
      { cores: 2, print: (text: string) => printed.push(text) },
    );
    expect(total).toEqual({ passed: 5, failed: 2 });
    expect(most).toBe(4);
    expect(printed).toContain("b says why");
    expect(printed).not.toContain("a says why");
  });
});

describe("the report of Vitest", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "report-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (report: object, exitCode: number) => {
    const file = path.join(folder, "report.json");
    writeFileSync(file, JSON.stringify({ testResults: [], ...report }));
    return readVitestReport(file, exitCode);
  };

  it("counts tests", () => {
    const report = { numTotalTests: 5, numPassedTests: 3, numFailedTests: 1 };
    expect(read(report, 1)).toEqual({ passed: 3, failed: 1, notes: ["1 skipped"] });
  });

  it("counts a file that failed before its first test", () => {
    const testResults = [{ status: "failed", assertionResults: [] }];
    expect(read({ numTotalTests: 3, numPassedTests: 3, numFailedTests: 0, testResults }, 1).failed).toBe(1);
  });

  it("is a failure when nothing ran, when Vitest itself failed, and when there is none", () => {
    expect(read({ numTotalTests: 0, numPassedTests: 0, numFailedTests: 0 }, 0).failed).toBe(1);
    expect(read({ numTotalTests: 3, numPassedTests: 3, numFailedTests: 0 }, 1).failed).toBe(1);
    expect(readVitestReport(path.join(folder, "missing.json"), 0).failed).toBe(1);
  });
});
