import { existsSync } from "node:fs";
import path from "node:path";

import { repositoryRoot } from "./places.mjs";
import { runQuietly } from "./run-quietly.mjs";
import { whenChanged } from "./stamps.mjs";

const exists = (place) => existsSync(path.join(repositoryRoot, place));
const program = (name) => path.join(repositoryRoot, "node_modules/.bin", name);

/**
 * Writes the Prisma client when the schema has changed.
 *
 * @returns {Promise<boolean>} whether it was written now
 */
export function ensurePrismaClient() {
  const generate = async () => {
    // The engine is not needed to write the client, and on a host without internet it cannot be fetched.
    const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true" };
    await runQuietly(program("prisma"), ["generate"], { what: "prisma generate", env });
  };
  const inputs = ["prisma/schema.prisma", "package-lock.json"];
  return whenChanged("prisma-client", inputs, generate, {
    isPresent: () => exists("app/generated/prisma/client.ts"),
  });
}

/**
 * Builds the app when its sources have changed.
 *
 * @returns {Promise<boolean>} whether it was built now
 */
export function ensureAppBuild() {
  const build = async () => {
    const env = { ...process.env, NODE_ENV: "production" };
    await runQuietly(program("remix"), ["vite:build"], { what: "remix vite:build", env });
  };
  const inputs = [
    "app",
    "public",
    "vite.config.ts",
    "remix.config.js",
    "tsconfig.json",
    "package.json",
    "package-lock.json",
  ];
  return whenChanged("app-build", inputs, build, { isPresent: () => exists("build/server/index.js") });
}
