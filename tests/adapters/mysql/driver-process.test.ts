import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { afterAll, beforeAll, expect, test } from "vitest";

import { passSetUpFailures } from "#adapters/mysql/driver-process";
import { createTestDatabase } from "../../support/database.ts";
import type { TestDatabase } from "../../support/database.ts";

const run = promisify(execFile);

let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
});

afterAll(() => testDatabase.drop());

test("dates are UTC in the database, wherever the process runs", async () => {
  const script = `
    import { openDatabase } from "./app/adapters/mysql/database.server.ts";
    const database = openDatabase({ url: process.env.URL, connections: 1 });
    const date = new Date("2026-11-20T12:00:00.123Z");
    const [asked] = await database.pool.query("SELECT CAST(CAST(? AS DATETIME(3)) AS CHAR) AS text, CAST(? AS DATETIME(3)) AS back", [date, date]);
    const [prepared] = await database.pool.execute("SELECT CAST(CAST(? AS DATETIME(3)) AS CHAR) AS text", [date]);
    console.log(JSON.stringify([asked.text, asked.back, prepared.text]));
    await database.close();`;
  const { stdout } = await run(process.execPath, ["--input-type=module-typescript", "--eval", script], {
    env: { ...process.env, TZ: "America/New_York", URL: testDatabase.appUrl },
  });
  const [asked, back, prepared] = JSON.parse(stdout) as string[];
  expect(asked).toBe("2026-11-20 12:00:00.123");
  expect(back).toBe("2026-11-20T12:00:00.123Z");
  expect(prepared).toBe("2026-11-20 12:00:00.123");
});

test("only the driver's own lost connections pass unhandled", () => {
  const lost = Object.assign(new Error("read ECONNRESET"), { name: "SqlError", fatal: true });
  expect(() => passSetUpFailures(lost)).not.toThrow();
  for (const other of [new TypeError("a bug"), { name: "SqlError", fatal: false }, undefined]) {
    expect(() => passSetUpFailures(other)).toThrow();
  }
});
