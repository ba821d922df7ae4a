import { ClearFailure } from "./clear-failure.mjs";
import { canInstallPackages, installPackages } from "./debian-packages.mjs";
import { findProgram } from "./find-program.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The Chromium that the browser scenarios drive: the one that CHROMIUM_PATH names, else an installed one, else that
 * of the distribution's packages.
 *
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<string>} path of the program
 */
export async function provideBrowser(env) {
  const found = env.CHROMIUM_PATH ?? findProgram(names);
  if (found) return found;
  if (canInstallPackages()) {
    await installPackages("browser");
    const installed = findProgram(names);
    if (installed) return installed;
  }
  throw new ClearFailure(
    "There is no Chromium here and no way to get one: install Chromium or Chrome, or set CHROMIUM_PATH to one.",
  );
}
