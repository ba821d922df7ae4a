import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { sendText } from "./exchange.ts";

const types: Record<string, string> = { css: "text/css", js: "text/javascript", svg: "image/svg+xml" };
const names = ["admin.css", "admin.js", "app-host.js", "control.js", "favicon.svg"];

function send(res: ServerResponse, name: string): void {
  const extension = name.split(".").at(-1) ?? "";
  const text = readFileSync(new URL(`../public/${name}`, import.meta.url), "utf8");
  sendText(res, types[extension] ?? "text/plain", text);
}

/** Serves `/assets/{name}`, `/favicon.ico` and `/app-bridge.js`; false when the path is another. */
export function handleAssets(res: ServerResponse, url: URL): boolean {
  if (url.pathname === "/app-bridge.js") {
    send(res, "app-bridge.js");
    return true;
  }
  // Browsers ask for it by themselves on pages that name no icon.
  if (url.pathname === "/favicon.ico") {
    send(res, "favicon.svg");
    return true;
  }
  const name = names.find((candidate) => url.pathname === `/assets/${candidate}`);
  if (name) send(res, name);
  return name !== undefined;
}
