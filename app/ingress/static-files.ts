import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const compress = promisify(gzip);

/** Answers a request for a file of the built client; false: there is no such file. */
export type StaticFiles = (path: string, request: IncomingMessage, response: ServerResponse) => boolean;

interface StaticFile {
  readonly type: string;
  readonly plain: Buffer;
  /** Null: compressing it saves nothing. */
  readonly gzipped: Buffer | null;
  readonly cacheControl: string;
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

/**
 * Loads every file below `root` into memory once; requests only look names up, so no path can lead outside.
 * A missing folder is an empty one.
 */
export async function loadStaticFiles(root: string): Promise<StaticFiles> {
  const files = new Map<string, StaticFile>();
  for (const entry of await listFiles(root)) {
    const path = `/${relative(root, entry).split(sep).join("/")}`;
    files.set(path, await loadFile(entry, path));
  }
  return (path, request, response) => {
    const file = files.get(path);
    if (file === undefined || (request.method !== "GET" && request.method !== "HEAD")) return false;
    send(file, request, response);
    return true;
  };
}

async function listFiles(root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw failure;
  }
}

async function loadFile(file: string, path: string): Promise<StaticFile> {
  const type = types[extname(file)] ?? "application/octet-stream";
  const plain = await readFile(file);
  const gzipped = /^(?:text|application\/json|image\/svg)/.test(type) ? await compress(plain) : null;
  return {
    type,
    plain,
    gzipped: gzipped !== null && gzipped.length < plain.length ? gzipped : null,
    // The build puts a hash of the content into the names of its assets.
    cacheControl: path.startsWith("/assets/")
      ? "public, max-age=31536000, immutable"
      : "public, max-age=3600",
  };
}

function send(file: StaticFile, request: IncomingMessage, response: ServerResponse): void {
  const acceptsGzip = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
  const body = acceptsGzip && file.gzipped !== null ? file.gzipped : file.plain;
  response.writeHead(200, {
    "content-type": file.type,
    "content-length": body.length,
    "cache-control": file.cacheControl,
    "x-content-type-options": "nosniff",
    ...(file.gzipped === null ? {} : { vary: "accept-encoding" }),
    ...(body === file.gzipped ? { "content-encoding": "gzip" } : {}),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}
