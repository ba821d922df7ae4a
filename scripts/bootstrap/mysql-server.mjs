import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { connectToDatabase } from "../migrate/database-address.mjs";
import { ClearFailure } from "./clear-failure.mjs";
import { canInstallPackages, installPackages } from "./debian-packages.mjs";
import { findProgram } from "./find-program.mjs";
import { prepareHome } from "./places.mjs";
import { runQuietly, runToEnd } from "./run-quietly.mjs";

const nowhere =
  "There is no MySQL here and no way to get one: install it so that its mysqld is found, or set MYSQL_DATABASE_URL to one that is running (with MYSQL_MIGRATION_DATABASE_URL for the user that owns the schema).";

/**
 * A real MySQL, not MariaDB: the one that MYSQL_DATABASE_URL names, else an installed one, else on Debian one that is
 * put into a folder of its own under .local/, beside whatever is installed.
 *
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<{env: Record<string, string | undefined>, from: string}>} env: what the tests' services must be
 *   told, undefined for what they must not be told
 */
export async function provideMysql(env) {
  if (env.MYSQL_DATABASE_URL) return useGivenMysql(env);
  const program = findInstalledMysql() ?? (await unpackMysql());
  const ofOthers = { DATABASE_URL: undefined, MIGRATION_DATABASE_URL: undefined };
  return { env: { ...ofOthers, DATABASE_SERVER: program }, from: versionOf(program) ?? program };
}

async function useGivenMysql({ MYSQL_DATABASE_URL: appUrl, MYSQL_MIGRATION_DATABASE_URL: migrationUrl }) {
  const connection = await connectToDatabase(appUrl, "MYSQL_DATABASE_URL");
  const version = connection.serverVersion();
  await connection.end();
  if (version.includes("MariaDB"))
    throw new ClearFailure("MYSQL_DATABASE_URL names a MariaDB: npm test is the command for that one.");
  return {
    env: { DATABASE_URL: appUrl, MIGRATION_DATABASE_URL: migrationUrl ?? appUrl },
    from: `MYSQL_DATABASE_URL, ${version}`,
  };
}

function findInstalledMysql() {
  const program = findProgram(["mysqld"]);
  return program && versionOf(program)?.includes("MariaDB") === false ? program : null;
}

/** What the program says of itself; null when it does not run. */
function versionOf(program) {
  try {
    const words = execFileSync(program, ["--no-defaults", "--version"], { encoding: "utf8" });
    return words.slice(words.indexOf("Ver")).trim();
  } catch {
    return null;
  }
}

/**
 * Debian's stable releases package MariaDB only; its unstable suite has MySQL. A small system of that suite in a
 * folder holds the server with all its libraries, and the suite's own loader starts it from there.
 */
async function unpackMysql() {
  const home = prepareHome("mysql-server");
  const program = path.join(home, "mysqld");
  if (versionOf(program)) return program;
  const mirror = await debianMirror();
  if (!mirror || !canInstallPackages()) throw new ClearFailure(nowhere);
  if (!findProgram(["debootstrap"])) await installPackages("folder");
  const root = path.join(home, "root");
  if (!existsSync(root)) await makeSystem(root, mirror);
  writeFileSync(program, startScript(root));
  chmodSync(program, 0o755);
  if (!versionOf(program)) throw new ClearFailure(`The MySQL under ${root} does not run here. ${nowhere}`);
  return program;
}

async function makeSystem(root, mirror) {
  const unfinished = `${root}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const options = ["--variant=minbase", "--include=mysql-server-core"];
  await runQuietly(findProgram(["debootstrap"]), [...options, "sid", unfinished, mirror], {
    what: "Unpacking MySQL from Debian's unstable suite",
  });
  rmSync(path.join(unfinished, "var/cache/apt"), { recursive: true, force: true });
  renameSync(unfinished, root);
}

/** The mirror that apt itself uses for Debian's packages; null when there is none. */
async function debianMirror() {
  const apt = findProgram(["apt-get"]);
  if (!apt) return null;
  const { output } = await runToEnd(apt, ["indextargets", "--format", "$(ORIGIN)|$(LABEL)|$(SITE)"]);
  const line = output.split("\n").find((each) => each.startsWith("Debian|Debian|"));
  return line?.split("|")[2] ?? null;
}

function startScript(root) {
  const folder = readdirSync(path.join(root, "usr/lib")).find((name) => name.endsWith("-linux-gnu")) ?? "";
  const libraries = path.join(root, "usr/lib", folder);
  const loader = readdirSync(libraries).find((name) => name.startsWith("ld-linux")) ?? "";
  const command = [
    path.join(libraries, loader),
    "--library-path",
    libraries,
    path.join(root, "usr/sbin/mysqld"),
  ];
  const quoted = [...command, `--basedir=${root}/usr`].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  // The caller's options come first: the server knows --no-defaults only there.
  return `#!/bin/sh\nexec ${quoted.slice(0, -1).join(" ")} "$@" ${quoted.at(-1)}\n`;
}
