import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";

import { repositoryRoot } from "../bootstrap/places.mjs";

/** Where the migrations of this repository are. */
export const migrationsFolder = path.join(repositoryRoot, "prisma/migrations");

/**
 * The migrations of a folder in the order in which they apply: that of their names, which begin with their time.
 *
 * @param {string} folder
 * @returns {Migration[]}
 *
 * @typedef {{name: string, sql: string, checksum: string}} Migration
 *   checksum: sha256 of the file's bytes in hexadecimal, as Prisma records it
 */
export function readMigrations(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((item) => item.isDirectory() && existsSync(path.join(folder, item.name, "migration.sql")))
    .map((item) => item.name)
    .sort()
    .map((name) => {
      const bytes = readFileSync(path.join(folder, name, "migration.sql"));
      return {
        name,
        sql: bytes.toString("utf8"),
        checksum: createHash("sha256").update(bytes).digest("hex"),
      };
    });
}
