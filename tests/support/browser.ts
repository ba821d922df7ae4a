import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

import { browserFlags, provideBrowser } from "../../scripts/bootstrap/browser.mjs";

/** The machine's own Chromium. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await provideBrowser(process.env), args: browserFlags });
}
