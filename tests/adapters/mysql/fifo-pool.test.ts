import type { Pool } from "mariadb";
import { expect, test } from "vitest";

import { inOrder, PoolBusyFault } from "#adapters/mysql/fifo-pool";
import { openDatabase } from "#adapters/mysql/database";
import { createTestDatabase } from "../../support/database.ts";

test("serves callers in turn when there are more of them than connections, and asks the driver for no more", async () => {
  const connections = 4;
  const lent = { now: 0, most: 0 };
  const give = (): Promise<void> => {
    lent.now -= 1;
    return Promise.resolve();
  };
  const getConnection = () => {
    lent.now += 1;
    lent.most = Math.max(lent.most, lent.now);
    return Promise.resolve({ release: give, destroy: () => void give() });
  };
  // why: the driver's own pool serves in an order that depends on the machine; what is judged here is ours
  const pool = inOrder({ getConnection } as unknown as Pool, connections);
  const turns = Array.from({ length: 9 }, () => 0);
  const served: number[] = [];
  await Promise.all(
    turns.map(async (_, caller) => {
      for (let turn = 0; turn < 50; turn += 1) {
        const connection = await pool.getConnection();
        served.push(caller);
        await Promise.resolve();
        await connection.release();
      }
    }),
  );
  expect(lent).toEqual({ now: 0, most: connections });
  for (let from = 0; from < served.length; from += turns.length) {
    expect(new Set(served.slice(from, from + turns.length)).size).toBe(turns.length);
  }
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
