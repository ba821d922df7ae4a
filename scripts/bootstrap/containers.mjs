import path from "node:path";
import { mkdirSync, writeFileSync } from "node:fs";

import { startChild } from "./children.mjs";
import { findProgram } from "./find-program.mjs";
import { findFreePort } from "./ports.mjs";
import { databaseSecrets, databaseUrls, setUpStatements, sharedServerSettings } from "./private-database.mjs";
import { redisSettings } from "./private-redis.mjs";
import { runToEnd } from "./run-quietly.mjs";

const databaseImage = "docker.io/library/mariadb:11.4";
const redisImage = "docker.io/valkey/valkey:8";

/**
 * A container engine that answers; a client whose service is down is as good as none.
 *
 * @returns {Promise<string | null>} path of its client
 */
export async function containerEngine() {
  for (const name of ["docker", "podman"]) {
    const client = findProgram([name]);
    if (client && (await runToEnd(client, ["info"])).code === 0) return client;
  }
  return null;
}

/**
 * Starts MariaDB in a container, with its data in a volume named after the home.
 *
 * @param {string} home
 * @param {string} engine
 * @param {readonly string[]} [settings] the server's further arguments, which win over the usual ones
 */
export async function startDatabaseContainer(home, engine, settings = []) {
  const secrets = databaseSecrets(home);
  const setUpFolder = path.join(home, "mysql-set-up");
  mkdirSync(setUpFolder, { recursive: true, mode: 0o755 });
  // The server inside runs as another user, so the file is readable; the folder above it belongs to this user alone.
  writeFileSync(path.join(setUpFolder, "set-up.sql"), setUpStatements(secrets, "mariadb"), { mode: 0o644 });
  const port = await findFreePort();
  const child = startContainer({
    home,
    engine,
    name: "mysql",
    options: [
      ...["-p", `127.0.0.1:${port}:3306`],
      ...["-e", `MARIADB_ROOT_PASSWORD=${secrets.rootPassword}`, "-e", "MARIADB_ROOT_HOST=localhost"],
      ...["-v", `${containerName(home, "mysql")}:/var/lib/mysql`, "-v", `${setUpFolder}:/set-up:ro`],
    ],
    image: databaseImage,
    args: [...sharedServerSettings, ...settings, "--skip-name-resolve", "--init-file=/set-up/set-up.sql"],
  });
  return { child, urls: databaseUrls(port, secrets) };
}

/**
 * Starts Valkey in a container, with its data in a volume named after the home.
 *
 * @param {string} home
 * @param {string} engine
 */
export async function startRedisContainer(home, engine) {
  const port = await findFreePort();
  const child = startContainer({
    home,
    engine,
    name: "redis",
    options: ["-p", `127.0.0.1:${port}:6379`, "-v", `${containerName(home, "redis")}:/data`],
    image: redisImage,
    args: ["valkey-server", ...redisSettings],
  });
  return { child, url: `redis://127.0.0.1:${port}` };
}

function startContainer({ home, engine, name, options, image, args }) {
  const container = containerName(home, name);
  return startChild({
    home,
    name,
    command: engine,
    args: ["run", "--rm", "--name", container, ...options, image, ...args],
    cleanUp: [engine, "rm", "--force", container],
  });
}

function containerName(home, name) {
  return `hybrid-credits-${path.basename(home)}-${name}`;
}
