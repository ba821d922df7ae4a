import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { nodeProgram, repositoryRoot } from "./places.mjs";
import { showStep } from "./progress.mjs";
import { runQuietly } from "./run-quietly.mjs";

/** Installs the npm packages of the lock file when they are missing or other ones. */
export async function ensureDependencies() {
  if (areDependenciesInstalled()) return;
  await showStep("Installing npm packages (about a minute)", () =>
    runQuietly("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
      what: "npm ci",
      // Prisma's install script, where npm runs it, would fetch an engine that nothing here uses.
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true" },
    }),
  );
}

/**
 * Whether node_modules holds what package-lock.json says. npm writes its own account of what it installed last of
 * all, so that an installation cut short counts as none, and one made by `npm install` as complete.
 */
export function areDependenciesInstalled(root = repositoryRoot, node = nodeProgram) {
  if (!existsSync(node)) return false;
  const wanted = readPackages(path.join(root, "package-lock.json"));
  const installed = readPackages(path.join(root, "node_modules/.package-lock.json"));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(
    ([place, { version, optional }]) => place === "" || optional || installed[place]?.version === version,
  );
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return null;
  }
}
