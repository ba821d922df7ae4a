import { ClearFailure } from "./clear-failure.mjs";
import { canInstallPackages, installPackages } from "./debian-packages.mjs";
import { findProgram } from "./find-program.mjs";

/** Makes Chromium run as root and keep to this machine: it opens no connection of its own. */
export const browserFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A page of the stand-in frames the app, which has another address of this machine.
  "--disable-features=LocalNetworkAccessChecks",
];

/** A name for the browser: the Shopify library turns away what calls itself headless. */
export const browserName =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36";

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
