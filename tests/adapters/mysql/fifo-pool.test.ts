import type { Pool } from "mariadb";
import { expect, test } from "vitest";

import { inOrder, PoolBusyFault } from "#adapters/mysql/fifo-pool";
import { openDatabase } from "#adapters/mysql/database";
import { createTestDatabase } from "../../support/database.ts";

test("lets nobody starve when there are more callers than connections", async () => {
  const testDatabase = await createTestDatabase();
  const database = openDatabase({ url: testDatabase.appUrl, connections: 4 });
  const turns = Array.from({ length: 9 }, () => 0);
  let finished = false;
  await Promise.all(
    turns.map(async (_, caller) => {
      while (!finished) {
        const connection = await database.pool.getConnection();
        await connection.query("SELECT 1");
        await connection.release();
        turns[caller] = (turns[caller] ?? 0) + 1;
        if (turns[caller] === 50) finished = true;
      }
    }),
  );
  // Opening the connections disturbs the order of the first turns only.
  expect(Math.min(...turns)).toBeGreaterThan(35);
  await database.close();
  await testDatabase.drop();
});

test("speaks UTC, reads committed rows only, and reads big integers as numbers", async () => {
  const testDatabase = await createTestDatabase();
  const database = openDatabase({ url: testDatabase.appUrl, connections: 1 });
  const [row]: Record<string, unknown>[] = await database.pool.query(
    `SELECT @@session.time_zone AS zone, CAST(9007199254740991 AS SIGNED) AS big, UTC_TIMESTAMP(3) AS now`,
  );
  expect(row).toMatchObject({ zone: "+00:00", big: 9_007_199_254_740_991 });
  expect(Math.abs((row?.["now"] as Date).getTime() - Date.now())).toBeLessThan(60_000);
  await expect(database.pool.query("SELECT CAST(9007199254740993 AS SIGNED) AS big")).rejects.toThrow();
  expect(await database.prisma.program.count()).toBe(0);
  await database.close();
  await testDatabase.drop();
});

test("a waiter gives up with a fault when no connection comes free, and takes nobody's turn", async () => {
  let release: () => void = () => undefined;
  const query = () => new Promise<void>((resolve) => (release = resolve));
  // why: a pool whose only connection stays busy for exactly as long as the test says
  const pool = inOrder({ query } as unknown as Pool, 1, 20);
  const first = pool.query("SELECT 1");
  await expect(pool.query("SELECT 2")).rejects.toThrow(PoolBusyFault);
  release();
  await first;
  const next = pool.query("SELECT 3");
  await Promise.resolve();
  release();
  await next;
});
