import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";

import { startChild } from "./children.mjs";
import { findProgram } from "./find-program.mjs";
import { findFreePort } from "./ports.mjs";

/**
 * The installed Redis or Valkey server. Debian's redis-tools and valkey-tools hold the server's whole program under
 * the name of its checker, and it acts by the name that it is called by; they bring no service that starts itself.
 *
 * @returns {{program: string, calledAs: string} | null}
 */
export function findRedisServer() {
  const server = findProgram(["redis-server", "valkey-server"]);
  if (server) return { program: server, calledAs: path.basename(server) };
  const checker = findProgram(["redis-check-rdb", "valkey-check-rdb"]);
  if (!checker) return null;
  const calledAs = path.basename(checker).replace("check-rdb", "server");
  try {
    const version = execFileSync(checker, ["--version"], { argv0: calledAs, encoding: "utf8" });
    return version.includes("server v=") ? { program: checker, calledAs } : null;
  } catch {
    return null;
  }
}

/** What every private Redis is told: a queue may neither lose keys for space nor forget at a restart. */
export const redisSettings = [
  ...["--maxmemory-policy", "noeviction"],
  ...["--appendonly", "yes"],
  ...["--appendfsync", "everysec"],
  ...["--save", ""],
  ...["--databases", "64"],
];

/**
 * Starts a Redis of this home's own, with its data under HOME/redis, on a free port of 127.0.0.1.
 *
 * @param {string} home
 * @param {{program: string, calledAs: string}} server
 * @returns {Promise<{child: import("./children.mjs").Child, url: string}>}
 */
export async function startPrivateRedis(home, { program, calledAs }) {
  const dataFolder = path.join(home, "redis");
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const port = await findFreePort();
  const child = startChild({
    home,
    name: "redis",
    command: program,
    argv0: calledAs,
    args: ["--port", String(port), "--bind", "127.0.0.1", "--daemonize", "no", ...redisSettings],
    cwd: dataFolder,
  });
  return { child, url: `redis://127.0.0.1:${port}` };
}
