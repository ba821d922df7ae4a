import { readFileSync } from "node:fs";

import { ClearFailure } from "./clear-failure.mjs";
import { findProgram } from "./find-program.mjs";
import { runQuietly, runToEnd } from "./run-quietly.mjs";

/**
 * Packages in order of preference. None of them brings a service that starts itself: the core packages hold the
 * database's programs only, and redis-tools and valkey-tools hold the server's program under another name.
 */
const packages = {
  database: [
    ["mariadb-server-core", "mariadb-client-core"],
    ["mariadb-server-core-10.6", "mariadb-client-core-10.6"],
    ["mysql-server-core-8.0"],
  ],
  redis: [["redis-tools"], ["valkey-tools"]],
  browser: [["chromium"]],
  folder: [["debootstrap"]],
};

const whatFor = {
  database: "the database",
  redis: "Redis",
  browser: "the browser",
  folder: "a system in a folder",
};

/**
 * Whether packages can be installed without asking anyone: as root on Debian or Ubuntu.
 *
 * @param {{userId?: number, release?: string}} [machine] release: the text of /etc/os-release
 */
export function canInstallPackages({ userId = process.getuid?.(), release = readRelease() } = {}) {
  if (userId !== 0 || !findProgram(["apt-get"]) || !findProgram(["apt-cache"])) return false;
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
}

function readRelease() {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return "";
  }
}

/**
 * Installs what a part needs from the distribution's packages.
 *
 * @param {keyof typeof packages} part
 */
export async function installPackages(part) {
  const apt = findProgram(["apt-get"]);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runQuietly(apt, ["update", "-qq"], { what: "Reading the distribution's list of packages", env });
  for (const names of packages[part]) {
    if (!(await areKnown(names))) continue;
    await runQuietly(apt, ["install", "-y", "-qq", "--no-install-recommends", ...names], {
      what: `Installing ${names.join(" and ")}`,
      env,
    });
    return;
  }
  throw new ClearFailure(
    `The distribution has no package for ${whatFor[part]} (looked for ${packages[part].flat().join(", ")}).`,
  );
}

async function areKnown(names) {
  const { code, output } = await runToEnd(findProgram(["apt-cache"]), ["policy", ...names]);
  const candidates = output.match(/^ {2}Candidate: \S+/gm) ?? [];
  return code === 0 && candidates.length === names.length && !output.includes("Candidate: (none)");
}
