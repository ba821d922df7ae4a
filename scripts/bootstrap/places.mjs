import { fileURLToPath } from "node:url";
import { mkdirSync, writeFileSync, rmSync } from "node:fs";
import path from "node:path";

import { ClearFailure } from "./clear-failure.mjs";

/** The repository's root folder. */
export const repositoryRoot = fileURLToPath(new URL("../../", import.meta.url));

/** The Node that the npm package `node` brings: everything but the first lines of a command runs on it. */
export const nodeProgram = path.join(repositoryRoot, "node_modules/.bin/node");

/** Where state of this machine is kept; LOCAL_FOLDER puts it elsewhere, such as on a bigger disk. */
const localFolder = path.resolve(repositoryRoot, process.env.LOCAL_FOLDER ?? ".local");

/**
 * The folder of one use of the machine (`demo`, `dev`, `test`) under .local/, made when missing and proved
 * writable before anything is started in it.
 *
 * @param {string} name
 * @returns {string} absolute path
 */
export function prepareHome(name) {
  const home = path.join(localFolder, name);
  try {
    for (const folder of ["run", "logs"]) mkdirSync(path.join(home, folder), { recursive: true });
    const probe = path.join(home, "run", "write-probe");
    writeFileSync(probe, "x".repeat(4096));
    rmSync(probe);
  } catch (error) {
    throw new ClearFailure(
      `The folder ${path.relative(repositoryRoot, home)} cannot be written (${error.code}): free some disk space or give your user the right to write there.`,
    );
  }
  return home;
}
