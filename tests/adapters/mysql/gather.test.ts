import { setImmediate as turn } from "node:timers/promises";
import { SqlError } from "mariadb";
import { describe, expect, it } from "vitest";

import { DatabaseFault } from "#adapters/mysql/database";
import { gather, gatherReads } from "#adapters/mysql/gather";
import { LocksLostFault } from "#adapters/mysql/transaction";

describe("work on the database that is gathered", () => {
  const failsTogether = (fault: Error) => {
    const batches: string[][] = [];
    const add = gather({ batches: 1, items: 3 }, (items: readonly string[]) => {
      batches.push([...items]);
      return items.length > 1 ? Promise.reject(fault) : Promise.resolve(items);
    });
    return { both: () => Promise.allSettled([add("a"), add("b")]), batches };
  };

  it("is not tried again one by one while the database is out of reach", async () => {
    const { both, batches } = failsTogether(new DatabaseFault("away"));
    expect(await both()).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
    expect(batches).toEqual([["a", "b"]]);
  });

  it("is tried again, each by itself, when the server let another transaction win", async () => {
    const deadlock = () => new SqlError("deadlock", "", false, undefined, "40001", 1213);
    const tries: Record<string, number> = { a: 0, b: 0 };
    const add = gather({ batches: 1, items: 3 }, (items: readonly string[]) => {
      for (const item of items) tries[item] = (tries[item] ?? 0) + 1;
      const lost = items.length > 1 || (items[0] === "a" && tries["a"] === 2);
      return lost ? Promise.reject(deadlock()) : Promise.resolve(items);
    });
    expect(await Promise.all([add("a"), add("b")])).toEqual(["a", "b"]);
    expect(tries).toEqual({ a: 3, b: 2 });
  });

  it("is tried one by one when others held the locks of one of them", async () => {
    const { both, batches } = failsTogether(new LocksLostFault("held"));
    expect(await both()).toMatchObject([{ value: "a" }, { value: "b" }]);
    expect(batches).toEqual([["a", "b"], ["a"], ["b"]]);
  });
});

describe("reads that are gathered", () => {
  it("ask for each key once, and answer each who asked", async () => {
    const asked: (readonly string[])[] = [];
    const read = gatherReads((keys: readonly string[]) => {
      asked.push(keys);
      return Promise.resolve(
        new Map(keys.filter((key) => key !== "none").map((key) => [key, `${key} found`])),
      );
    });
    expect(await Promise.all([read("a"), read("b"), read("a"), read("none")])).toEqual([
      "a found",
      "b found",
      "a found",
      undefined,
    ]);
    expect(asked).toEqual([["a", "b", "none"]]);
  });

  it("ask anew for who comes while an answer is on its way: what it says may be older than the question", async () => {
    let changes = 0;
    let arrive = (): void => undefined;
    const read = gatherReads(async (keys: readonly string[]) => {
      const now = (changes += 1);
      if (now === 1) await new Promise<void>((resolve) => (arrive = resolve));
      return new Map(keys.map((key) => [key, now]));
    });
    const first = read("a");
    await turn();
    expect(await read("a")).toBe(2);
    arrive();
    expect(await first).toBe(1);
  });
});
