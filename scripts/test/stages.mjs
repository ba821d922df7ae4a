import path from "node:path";

import { ensureAppBuild } from "../bootstrap/build.mjs";
import { provideBrowser } from "../bootstrap/browser.mjs";
import { repositoryRoot } from "../bootstrap/places.mjs";
import { runToEnd } from "../bootstrap/run-quietly.mjs";
import { readVitestReport } from "./vitest-report.mjs";

/**
 * A part of `npm test`.
 *
 * @typedef {{passed: number, failed: number, output: string, notes: string[]}} Outcome
 * @typedef {{name: string, cores: number, needsServices: boolean, run: (context: Context) => Promise<Outcome>}} Stage
 *   cores: how many of the machine's cores it keeps busy
 * @typedef {{env: Record<string, string | undefined>, home: string}} Context
 */

/** Cruised without a single module, or linted without a single file, a check would pass and say nothing. */
const provesWork = { imports: /\([1-9]\d* modules/ };

/** @type {Stage[]} */
export const checkStages = [
  check("types", ["tsc", "--noEmit"]),
  check("lint", ["eslint", "."]),
  check("format", ["prettier", "--check", "."]),
  check("imports", [
    "depcruise",
    "--config",
    ".dependency-cruiser.cjs",
    "app",
    "simulators",
    "scripts",
    "bench",
    "tests",
  ]),
  check("unused", ["knip"]),
];

/** @type {Stage[]} */
export const testStages = [
  { ...vitest("unit", ["--project", "unit"]), cores: 1 },
  { ...vitest("integration", ["--project", "integration"]), needsServices: true },
  { name: "scenarios", cores: 2, needsServices: true, run: runScenarios },
];

/**
 * The tests of the given files or folders, of whatever kind they are.
 *
 * @param {string[]} places
 * @returns {Stage}
 */
export function chosenTests(places) {
  return { ...vitest("chosen tests", places), needsServices: true };
}

function check(name, [program, ...args]) {
  const run = async ({ env }) => {
    const { code, output } = await runToEnd(path.join(repositoryRoot, "node_modules/.bin", program), args, {
      env,
    });
    const proof = provesWork[name];
    const ranNothing = code === 0 && proof !== undefined && !proof.test(output);
    const notes = ranNothing ? ["it looked at nothing"] : [];
    return code === 0 && !ranNothing
      ? { passed: 1, failed: 0, output, notes }
      : { passed: 0, failed: 1, output, notes };
  };
  return { name, cores: 1, needsServices: false, run };
}

function vitest(name, args) {
  return { name, cores: 2, needsServices: false, run: (context) => runVitest(name, args, context) };
}

async function runVitest(name, args, { env, home }) {
  const report = path.join(home, `${name.replaceAll(" ", "-")}.json`);
  const program = path.join(repositoryRoot, "node_modules/.bin/vitest");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code, output } = await runToEnd(program, ["run", ...args, ...reporters], { env });
  return { ...readVitestReport(report, code), output };
}

/** The browser meets the app as it is deployed: built. */
async function runScenarios({ env, home }) {
  try {
    const browser = await provideBrowser(env);
    await ensureAppBuild();
    return await runVitest("scenarios", ["--project", "scenarios"], {
      home,
      env: { ...env, CHROMIUM_PATH: browser },
    });
  } catch (error) {
    return { passed: 0, failed: 1, output: `${error.message}\n`, notes: [] };
  }
}
