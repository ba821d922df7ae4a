import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { startChild } from "./children.mjs";
import { findProgram } from "./find-program.mjs";
import { findFreePort } from "./ports.mjs";
import { keepSecrets, randomText } from "./private-secrets.mjs";
import { runQuietly } from "./run-quietly.mjs";

/**
 * The installed MariaDB or MySQL server; DATABASE_SERVER names another one than would be found.
 *
 * @returns {{program: string, kind: "mariadb" | "mysql"} | null}
 */
export function findDatabaseServer() {
  const program = process.env.DATABASE_SERVER ?? findProgram(["mariadbd", "mysqld"]);
  if (!program) return null;
  try {
    const version = execFileSync(program, ["--no-defaults", "--version"], { encoding: "utf8" });
    return { program, kind: version.includes("MariaDB") ? "mariadb" : "mysql" };
  } catch {
    return null;
  }
}

/**
 * Starts a server of this home's own, with its data under HOME/mysql, on a free port of 127.0.0.1. Durability is
 * that of production: a commit is on disk before it is answered.
 *
 * @param {string} home
 * @param {{program: string, kind: "mariadb" | "mysql"}} server
 * @param {readonly string[]} [settings] the server's further arguments, which win over the usual ones
 * @returns {Promise<{child: import("./children.mjs").Child, urls: DatabaseUrls}>}
 *
 * @typedef {{appUrl: string, migrationUrl: string}} DatabaseUrls
 */
export async function startPrivateDatabase(home, server, settings = []) {
  const dataFolder = path.join(home, "mysql");
  const temporary = ownTemporaryFolder(home);
  if (!existsSync(dataFolder)) await makeDataFolder(dataFolder, temporary, server);
  const secrets = databaseSecrets(home);
  const setUpFile = path.join(dataFolder, "set-up.sql");
  writeFileSync(setUpFile, setUpStatements(secrets, server.kind), { mode: 0o600 });
  const port = await findFreePort();
  const child = startChild({
    home,
    name: "mysql",
    command: server.program,
    args: [
      ...serverSettings(server.kind),
      ...settings,
      `--datadir=${dataFolder}`,
      temporary,
      `--port=${port}`,
      `--init-file=${setUpFile}`,
    ],
    cwd: dataFolder,
  });
  return { child, urls: databaseUrls(port, secrets) };
}

/** Passwords of this home's own database users. */
export function databaseSecrets(home) {
  return keepSecrets(path.join(home, "database.json"), {
    rootPassword: () => randomText(16),
    migratingPassword: () => randomText(16),
    appPassword: () => randomText(16),
  });
}

/** Addresses of the two users of a private server. */
export function databaseUrls(port, { migratingPassword, appPassword }) {
  return {
    appUrl: `mysql://hc_app:${appPassword}@127.0.0.1:${port}/hybrid_credits`,
    migrationUrl: `mysql://hc_migrate:${migratingPassword}@127.0.0.1:${port}/hybrid_credits`,
  };
}

/** A server that starts deletes every temporary table in its folder, also those that another server is using. */
function ownTemporaryFolder(home) {
  const folder = path.resolve(home, "mysql-temporary");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return `--tmpdir=${folder}`;
}

async function makeDataFolder(dataFolder, temporary, { program, kind }) {
  const unfinished = `${dataFolder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const what = "Making the database's data folder";
  if (kind === "mysql") {
    await runQuietly(
      program,
      ["--no-defaults", "--initialize-insecure", ...asRoot(), `--datadir=${unfinished}`, temporary],
      { what },
    );
  } else {
    const installer = findProgram(["mariadb-install-db", "mysql_install_db"]) ?? "mariadb-install-db";
    const log = "--innodb-log-file-size=32M";
    const options = ["--auth-root-authentication-method=normal", "--skip-test-db", log];
    await runQuietly(
      installer,
      ["--no-defaults", ...asRoot(), `--datadir=${unfinished}`, temporary, ...options],
      {
        what,
      },
    );
  }
  renameSync(unfinished, dataFolder);
}

function serverSettings(kind) {
  return [
    "--no-defaults",
    ...asRoot(),
    "--bind-address=127.0.0.1",
    // Beside the data and named relative to it: a path from the root may be longer than a socket's name can be.
    "--socket=server.sock",
    "--pid-file=server.pid",
    "--skip-name-resolve",
    ...sharedServerSettings,
    ...(kind === "mysql" ? ["--mysqlx=OFF", "--secure-file-priv=NULL"] : ["--innodb-log-file-size=32M"]),
  ];
}

/** What every private server is told, whether it runs as a program or in a container. */
export const sharedServerSettings = [
  "--skip-log-bin",
  "--character-set-server=utf8mb4",
  "--collation-server=utf8mb4_unicode_ci",
  "--default-time-zone=+00:00",
  "--innodb-flush-log-at-trx-commit=1",
  "--innodb-buffer-pool-size=128M",
  "--performance-schema=OFF",
  "--max-connections=200",
];

/** The servers refuse to run as root unless they are told to. */
function asRoot() {
  return process.getuid?.() === 0 ? ["--user=root"] : [];
}

/**
 * Statements that the server runs at every start: its own users with this home's passwords, and nobody else.
 *
 * @param {ReturnType<typeof databaseSecrets>} secrets
 * @param {"mariadb" | "mysql"} kind
 */
export function setUpStatements({ rootPassword, migratingPassword, appPassword }, kind) {
  const strangers =
    kind === "mariadb" ? ["''@'localhost'", "''@'%'", "'root'@'127.0.0.1'", "'root'@'::1'"] : [];
  return [
    `ALTER USER 'root'@'localhost' IDENTIFIED BY '${rootPassword}';`,
    ...strangers.map((user) => `DROP USER IF EXISTS ${user};`),
    "CREATE DATABASE IF NOT EXISTS `hybrid_credits` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;",
    `CREATE USER IF NOT EXISTS 'hc_migrate'@'%' IDENTIFIED BY '${migratingPassword}';`,
    `CREATE USER IF NOT EXISTS 'hc_app'@'%' IDENTIFIED BY '${appPassword}';`,
    // The migrating user owns the schema and hands the application's user its rights, table by table.
    "GRANT ALL PRIVILEGES ON `hybrid_credits`.* TO 'hc_migrate'@'%' WITH GRANT OPTION;",
    "GRANT ALL PRIVILEGES ON `hc\\_test\\_%`.* TO 'hc_migrate'@'%' WITH GRANT OPTION;",
    "",
  ].join("\n");
}
