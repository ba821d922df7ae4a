import { spawn } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { ensureDependencies } from "./dependencies.mjs";
import { nodeProgram, repositoryRoot } from "./places.mjs";

/** Older ones cannot run TypeScript files as they are. */
const wantedNode = 24;

/**
 * Runs a module of scripts/ with the npm packages installed and on a Node that is new enough: in this process where
 * it can be, else in one of its own that shares the terminal and ends when this one does.
 *
 * @param {string} module path from scripts/
 */
export async function runInstalled(module) {
  await ensureDependencies();
  const file = path.join(repositoryRoot, "scripts", module);
  if (Number(process.versions.node.split(".")[0]) >= wantedNode) {
    await import(pathToFileURL(file).href);
    return;
  }
  process.exitCode = await runOnNewerNode(file);
}

function runOnNewerNode(file) {
  // The channel lets the other process notice when this one is killed outright.
  const child = spawn(nodeProgram, [file, ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
