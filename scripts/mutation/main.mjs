import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";

import { ClearFailure, runCommand } from "../bootstrap/clear-failure.mjs";
import { prepareHome, repositoryRoot } from "../bootstrap/places.mjs";
import { seconds } from "../bootstrap/progress.mjs";
import { excusedMutants } from "./excused-mutants.mjs";
import { judgeReport } from "./judge-report.mjs";
import { describeVerdict } from "./verdict-text.mjs";

async function main() {
  const begun = performance.now();
  const home = prepareHome("mutation");
  const reportFile = path.join(home, "report.json");
  // A run that was stopped leaves its report and its copy of the code behind.
  for (const left of [reportFile, path.join(home, "sandbox")]) rmSync(left, { recursive: true, force: true });
  const code = await runStryker({ ...process.env, MUTATION_HOME: home });
  const report = readReport(reportFile);
  if (code !== 0 || !report) throw new ClearFailure(`Stryker ended with ${code}; it says why above.`);
  if (Object.keys(report.files).length === 0) throw new ClearFailure("Nothing of the ledger was mutated.");
  const verdict = judgeReport(report, excusedMutants);
  console.log(describeVerdict(verdict));
  console.log(`\n${seconds(performance.now() - begun)}`);
  if (verdict.alive.length > 0 || verdict.stale.length > 0) process.exitCode = 1;
}

/** Stryker at the same terminal, so that a stop reaches both and its progress is seen. */
function runStryker(env) {
  const program = path.join(repositoryRoot, "node_modules/.bin/stryker");
  const child = spawn(program, ["run", ...process.argv.slice(2)], {
    env,
    cwd: repositoryRoot,
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  process.on("disconnect", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? signal));
  });
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

await runCommand(main);
process.disconnect?.();
