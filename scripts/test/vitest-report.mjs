import { readFileSync } from "node:fs";

/**
 * Counts of one run of Vitest, from its JSON report. A file that failed before any test of it ran counts as one
 * failed test; so does a run that ended badly although no test failed, and one in which there was no test.
 *
 * @param {string} file
 * @param {number | string} exitCode of Vitest
 * @returns {{passed: number, failed: number, notes: string[]}} notes: what a person must know beside the counts
 */
export function readVitestReport(file, exitCode) {
  const report = readReport(file);
  if (!report) return { passed: 0, failed: 1, notes: ["Vitest ended without a report"] };
  const brokenFiles = report.testResults.filter(
    (each) => each.status === "failed" && each.assertionResults.every((test) => test.status !== "failed"),
  );
  const passed = report.numPassedTests;
  const failed = report.numFailedTests + brokenFiles.length;
  const skipped = report.numTotalTests - passed - report.numFailedTests;
  const notes = skipped > 0 ? [`${skipped} skipped`] : [];
  if (failed > 0) return { passed, failed, notes };
  if (exitCode !== 0)
    return { passed, failed: 1, notes: [...notes, `Vitest exited with ${exitCode} although no test failed`] };
  if (passed === 0) return { passed, failed: 1, notes: [...notes, "no test ran"] };
  return { passed, failed, notes };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
