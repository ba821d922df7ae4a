import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Connection } from "mariadb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { connectToDatabase } from "../../../scripts/migrate/database-address.mjs";
import { migrateDatabase } from "../../../scripts/migrate/migrate-database.mjs";
import { resolveFailure } from "../../../scripts/migrate/migration-table.mjs";
import { createEmptyTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
let connection: Connection;
let folder: string;

beforeEach(async () => {
  database = await createEmptyTestDatabase();
  connection = await connectToDatabase(database.migrateUrl, "MIGRATION_DATABASE_URL");
  folder = mkdtempSync(path.join(tmpdir(), "migrations-"));
});

afterEach(async () => {
  await connection.end();
  await database.drop();
  rmSync(folder, { recursive: true });
});

function writeMigration(name: string, sql: string): void {
  mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, name, "migration.sql"), sql);
}

const migrate = () => migrateDatabase({ appUrl: database.appUrl, migrationUrl: database.migrateUrl, folder });

describe("migrations", () => {
  it("apply in the order of their names, and only once", async () => {
    writeMigration("20260102000000_second", "ALTER TABLE `first` ADD COLUMN `b` INTEGER NOT NULL;");
    writeMigration(
      "20260101000000_first",
      "CREATE TABLE `first` (`a` INTEGER PRIMARY KEY); INSERT INTO `first` VALUES (1);",
    );
    expect(await migrate()).toEqual(["20260101000000_first", "20260102000000_second"]);
    expect(await migrate()).toEqual([]);
  });

  it("take statements that hold semicolons of their own", async () => {
    const procedure = "CREATE PROCEDURE `two`() BEGIN SELECT 1; SELECT 2; END;";
    writeMigration(
      "20260101000000_procedure",
      `${procedure}\nCREATE TABLE \`after\` (\`a\` INTEGER PRIMARY KEY);`,
    );
    await migrate();
    expect(await connection.query("SELECT COUNT(*) AS found FROM `after`")).toEqual([{ found: 0n }]);
  });

  it("run twice at the same time apply each migration once", async () => {
    writeMigration("20260101000000_first", "CREATE TABLE `first` (`a` INTEGER PRIMARY KEY);");
    const applied = await Promise.all([migrate(), migrate(), migrate()]);
    expect(applied.flat()).toEqual(["20260101000000_first"]);
  });

  it("refuse a file that changed after it had been applied, by its name", async () => {
    writeMigration("20260101000000_first", "CREATE TABLE `first` (`a` INTEGER PRIMARY KEY);");
    await migrate();
    writeMigration("20260101000000_first", "CREATE TABLE `first` (`a` BIGINT PRIMARY KEY);");
    await expect(migrate()).rejects.toThrow("20260101000000_first was changed after it had been applied");
  });

  it("refuse a database of a newer version", async () => {
    writeMigration("20260101000000_first", "CREATE TABLE `first` (`a` INTEGER PRIMARY KEY);");
    await migrate();
    rmSync(path.join(folder, "20260101000000_first"), { recursive: true });
    await expect(migrate()).rejects.toThrow("it is newer than this version of the app");
  });

  it("stop at one that failed until a person has said what became of it", async () => {
    writeMigration(
      "20260101000000_broken",
      "CREATE TABLE `half` (`a` INTEGER PRIMARY KEY); CREATE TABLE `half` (`a` INT);",
    );
    writeMigration("20260102000000_later", "CREATE TABLE `later` (`a` INTEGER PRIMARY KEY);");
    await expect(migrate()).rejects.toThrow("The migration 20260101000000_broken failed");
    await expect(migrate()).rejects.toThrow("--rolled-back 20260101000000_broken");
    await connection.query("DROP TABLE `half`");
    writeMigration("20260101000000_broken", "CREATE TABLE `half` (`a` INTEGER PRIMARY KEY);");
    expect(await resolveFailure(connection, "20260101000000_broken", "rolled-back")).toBe(true);
    expect(await migrate()).toEqual(["20260101000000_broken", "20260102000000_later"]);
  });

  it("leave the records that prisma migrate deploy would leave", async () => {
    const sql = "CREATE TABLE `first` (`a` INTEGER PRIMARY KEY);\n";
    writeMigration("20260101000000_first", sql);
    await migrate();
    const [row, ...others] = await connection.query("SELECT * FROM _prisma_migrations");
    expect(others).toEqual([]);
    expect(row).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      checksum: createHash("sha256").update(sql).digest("hex"),
      finished_at: expect.any(Date),
      migration_name: "20260101000000_first",
      logs: null,
      rolled_back_at: null,
      started_at: expect.any(Date),
      applied_steps_count: 1,
    });
    expect(Math.abs(Date.now() - row.started_at.getTime())).toBeLessThan(600_000);
  });

  it("keep those records in the table that Prisma makes", async () => {
    writeMigration("20260101000000_first", "CREATE TABLE `first` (`a` INTEGER PRIMARY KEY);");
    await migrate();
    const columns: { name: string; type: string; nullable: string; fallback: string | null }[] =
      await connection.query(
        `SELECT column_name AS name, column_type AS type, is_nullable AS nullable, column_default AS fallback
         FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = '_prisma_migrations' ORDER BY ordinal_position`,
      );
    const written = columns.map(({ name, type, nullable, fallback }) =>
      [name, type.replace("int(10)", "int"), nullable, fallback?.toLowerCase() ?? "null"].join(" "),
    );
    expect(written).toEqual([
      "id varchar(36) NO null",
      "checksum varchar(64) NO null",
      "finished_at datetime(3) YES null",
      "migration_name varchar(255) NO null",
      "logs text YES null",
      "rolled_back_at datetime(3) YES null",
      "started_at datetime(3) NO current_timestamp(3)",
      "applied_steps_count int unsigned NO 0",
    ]);
  });
});
