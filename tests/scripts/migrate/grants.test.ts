import type { Connection } from "mariadb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { appendOnlyTables } from "../../../scripts/migrate/append-only-tables.mjs";
import { connectToDatabase } from "../../../scripts/migrate/database-address.mjs";
import { refuseWiderRights } from "../../../scripts/migrate/grant-application.mjs";
import { migrateDatabase } from "../../../scripts/migrate/migrate-database.mjs";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
let app: Connection;
let tables: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  app = await connectToDatabase(database.appUrl, "DATABASE_URL");
  const rows: { name: string }[] = await app.query(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()",
  );
  tables = rows.map((row) => row.name);
});

afterAll(async () => {
  await app.end();
  await database.drop();
});

const attempt = (sql: string) =>
  app.query(sql).then(
    () => "allowed",
    (error: { code: string }) => error.code,
  );

describe("the application's database user", () => {
  it("cannot change or delete entries and postings", async () => {
    expect(appendOnlyTables).toEqual([
      "entry",
      "posting",
      "intent_decision",
      "document_decision",
      "ownership_refusal",
      "earn_rule_version",
      "earn_rule_decision",
      "approval_threshold",
      "personal_data_access",
      "customer_conflict",
    ]);
    for (const table of appendOnlyTables) {
      expect(await attempt(`UPDATE ${table} SET program_id = program_id`)).toBe(
        "ER_TABLEACCESS_DENIED_ERROR",
      );
      expect(await attempt(`DELETE FROM ${table} WHERE program_id = 1`)).toBe("ER_TABLEACCESS_DENIED_ERROR");
      expect(await attempt(`TRUNCATE TABLE ${table}`)).toBe("ER_TABLEACCESS_DENIED_ERROR");
      expect(await attempt(`SELECT program_id FROM ${table} LIMIT 1`)).toBe("allowed");
    }
  });

  it("reads and writes every other table", async () => {
    expect(tables.length).toBeGreaterThan(10);
    for (const table of tables.filter((name) => !appendOnlyTables.includes(name))) {
      expect(await attempt(`DELETE FROM \`${table}\` WHERE 1 = 0`)).toBe("allowed");
    }
  });

  it("sees neither the record of migrations nor a way to change a table", async () => {
    expect(tables).not.toContain("_prisma_migrations");
    expect(await attempt("SELECT * FROM _prisma_migrations")).toBe("ER_TABLEACCESS_DENIED_ERROR");
    expect(await attempt("ALTER TABLE entry DROP COLUMN trace")).toBe("ER_TABLEACCESS_DENIED_ERROR");
    expect(await attempt("DROP TABLE posting")).toBe("ER_TABLEACCESS_DENIED_ERROR");
  });

  it("is refused when somebody gave it the right to change entries", async () => {
    const owner = await connectToDatabase(database.migrateUrl, "MIGRATION_DATABASE_URL");
    try {
      await owner.query("GRANT UPDATE ON `entry` TO 'hc_app'@'%'");
      const again = migrateDatabase({ appUrl: database.appUrl, migrationUrl: database.migrateUrl });
      await expect(again).rejects.toThrow("could change entries of the ledger");
    } finally {
      await owner.query("REVOKE UPDATE ON `entry` FROM 'hc_app'@'%'");
      await owner.end();
    }
  });

  it.each([
    "GRANT ALL PRIVILEGES ON *.* TO `shop`@`%`",
    "GRANT SELECT, UPDATE ON `credits_live`.* TO `shop`@`%`",
    "GRANT DELETE ON `credits\\_%`.* TO `shop`@`%` WITH GRANT OPTION",
    "GRANT SELECT, DELETE ON `credits_live`.`posting` TO `shop`@`%`",
  ])("is refused with %s", async (grant) => {
    await expect(refuseWiderRights(answering(grant), "shop@%", "credits_live")).rejects.toThrow(
      "revoke that right",
    );
  });

  it.each([
    "GRANT USAGE ON *.* TO `shop`@`%`",
    "GRANT ALL PRIVILEGES ON `another`.* TO `shop`@`%`",
    "GRANT ALL PRIVILEGES ON `credits\\_live2`.* TO `shop`@`%`",
    "GRANT SELECT, INSERT ON `credits_live`.`entry` TO `shop`@`%`",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON `credits_live`.`lot` TO `shop`@`%`",
  ])("is accepted with %s", async (grant) => {
    await expect(refuseWiderRights(answering(grant), "shop@%", "credits_live")).resolves.toBeUndefined();
  });
});

/** A connection of a user with one grant. */
function answering(grant: string): Connection {
  return { query: async () => [{ Grants: grant }] } as unknown as Connection;
}
