import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Visit } from "../visit.ts";
import { PageNotFound } from "./error.ts";

const themeAssets = fileURLToPath(new URL("../theme/assets", import.meta.url));
const contentTypes: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

async function serve(visit: Visit, folder: string, file: string): Promise<void> {
  const content = await readFile(join(folder, file)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new PageNotFound("There is no such file.");
    throw error;
  });
  visit.res.writeHead(200, {
    "content-type": contentTypes[extname(file)] ?? "application/octet-stream",
    "cache-control": "no-cache",
  });
  visit.res.end(content);
}

/** A file of the demo theme. The route lets plain file names through only. */
export async function serveThemeAsset(visit: Visit, [file = ""]: string[]): Promise<void> {
  await serve(visit, themeAssets, file);
}

/** A file of the theme app extension. The route lets plain file names through only. */
export async function serveExtensionAsset(visit: Visit, [file = ""]: string[]): Promise<void> {
  await serve(visit, join(visit.deps.themeExtensionDir, "assets"), file);
}
