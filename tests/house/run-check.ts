import { fileURLToPath } from "node:url";

import { runToEnd } from "../../scripts/bootstrap/run-quietly.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Runs one of the command-line checks in a folder of fixtures.
 *
 * @param folder below tests/house/fixtures
 */
export function runCheck(
  program: string,
  args: readonly string[],
  folder: string,
): Promise<{ code: number | string; output: string }> {
  const cwd = fileURLToPath(new URL(`fixtures/${folder}/`, import.meta.url));
  return runToEnd(`${root}node_modules/.bin/${program}`, [...args], { cwd });
}

/** The path of one of the repository's own configuration files. */
export function configFile(name: string): string {
  return root + name;
}
