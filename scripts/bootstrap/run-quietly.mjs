import { spawn } from "node:child_process";

import { ClearFailure } from "./clear-failure.mjs";
import { repositoryRoot } from "./places.mjs";
import { StopRequested } from "./stop-request.mjs";

/** Programs that run at this moment; they end with this process. */
const running = new Set();

let startsNoMore = false;

/** Ends the programs that run at this moment; no other is started from then on. */
export function endRunningPrograms() {
  startsNoMore = true;
  for (const child of running) child.kill("SIGTERM");
}

/**
 * Runs a program to its end without showing its output, which is kept for the failure.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{what: string, env?: Record<string, string | undefined>, cwd?: string}} options what: subject of the failure's sentence
 * @returns {Promise<string>} the output
 */
export async function runQuietly(command, args, { what, env = process.env, cwd = repositoryRoot }) {
  const { code, output } = await runToEnd(command, args, { env, cwd });
  if (code !== 0) {
    throw new ClearFailure(
      `${output.trimEnd().split("\n").slice(-60).join("\n")}\n\n${what} failed (exit code ${code}); its last lines are above.`,
    );
  }
  return output;
}

/**
 * Runs a program to its end and returns its exit code with everything it printed.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{env?: Record<string, string | undefined>, cwd?: string}} [options]
 * @returns {Promise<{code: number | string, output: string}>} code: the signal's or error's name where there is no number
 */
export function runToEnd(command, args, { env = process.env, cwd = repositoryRoot } = {}) {
  if (startsNoMore) return Promise.reject(new StopRequested(`${command} is not started any more`));
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, cwd, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    child.once("close", () => running.delete(child));
    let output = "";
    const keep = (chunk) => (output += chunk);
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    child.once("error", (error) => resolve({ code: error.code, output: `${output}${error.message}\n` }));
    child.once("close", (code, signal) => resolve({ code: code ?? signal, output }));
  });
}
