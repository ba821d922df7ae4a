import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

/** The Shopify library turns away what calls itself headless. */
export const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36";

/** Chromium of the distribution; makes no connection of its own. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // The page of the stand-in and the app in its frame have addresses of this machine.
      "--disable-features=LocalNetworkAccessChecks",
    ],
  });
}
