import type { Connection } from "mariadb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { appendOnlyTables } from "../../../scripts/migrate/append-only-tables.mjs";
import { connectToDatabase } from "../../../scripts/migrate/database-address.mjs";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { readDeclaredTables, type DeclaredColumn } from "../../support/prisma-schema.ts";

const declared = readDeclaredTables();

let database: TestDatabase;
let connection: Connection;

beforeAll(async () => {
  database = await createTestDatabase();
  connection = await connectToDatabase(database.migrateUrl, "MIGRATION_DATABASE_URL");
});

afterAll(async () => {
  await connection.end();
  await database.drop();
});

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly nullable: string;
  readonly extra: string;
  readonly check: string | null;
}

async function readColumns(table: string): Promise<DeclaredColumn[]> {
  const rows: ColumnRow[] = await connection.query(
    `SELECT c.column_name AS name, c.column_type AS type, c.is_nullable AS nullable, c.extra AS extra,
            (SELECT MAX(k.check_clause) FROM information_schema.check_constraints k
              WHERE k.constraint_schema = c.table_schema AND k.constraint_name = c.column_name
                AND k.check_clause LIKE 'json_valid%') AS \`check\`
       FROM information_schema.columns c
      WHERE c.table_schema = DATABASE() AND c.table_name = ? ORDER BY c.ordinal_position`,
    [table],
  );
  return rows.map(({ name, type, nullable, extra, check }) => ({
    name,
    type: plainType(type, check !== null),
    nullable: nullable === "YES",
    counts: extra.includes("auto_increment"),
  }));
}

/** MariaDB shows display widths, and JSON as the checked text that it is there. */
function plainType(type: string, isCheckedJson: boolean): string {
  if (type === "longtext" && isCheckedJson) return "json";
  return type === "tinyint(1)" ? type : type.replace(/^(tinyint|smallint|int|bigint)\(\d+\)/, "$1");
}

async function readKeys(table: string): Promise<string[]> {
  const rows: { name: string; shared: number | bigint; columns: string }[] = await connection.query(
    `SELECT index_name AS name, MAX(non_unique) AS shared,
            GROUP_CONCAT(column_name ORDER BY seq_in_index) AS columns
       FROM information_schema.statistics
      WHERE table_schema = DATABASE() AND table_name = ? GROUP BY index_name`,
    [table],
  );
  const kindOf = (name: string, shared: boolean) => (name === "PRIMARY" ? name : shared ? "INDEX" : "UNIQUE");
  return rows.map(({ name, shared, columns }) => `${kindOf(name, Number(shared) === 1)} ${columns}`).sort();
}

describe("the migrated database", () => {
  it("has the tables that schema.prisma declares, and no other", async () => {
    const rows: { name: string }[] = await connection.query(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()",
    );
    const tables = rows.map((row) => row.name).filter((name) => name !== "_prisma_migrations");
    expect(tables.sort()).toEqual(declared.map((table) => table.name).sort());
    expect(tables).toEqual(expect.arrayContaining(appendOnlyTables));
  });

  it.each(declared)("has the columns and keys of $name", async ({ name, columns, keys }) => {
    expect(await readColumns(name)).toEqual(columns);
    expect(await readKeys(name)).toEqual(keys);
  });
});
