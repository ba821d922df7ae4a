import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";

import { gather } from "#core/gathering";

/** Work whose batches end when the test says so. */
function heldWork({ batches: atOnce = 1 } = {}) {
  const ends: ((fault?: unknown) => Promise<void>)[] = [];
  const batches: string[][] = [];
  const limits = {
    ...{ batches: atOnce, items: 3, size: { atMost: 100, of: (item: Item) => item.bytes } },
    ...{ atEndOfMoment: setImmediate, isEverybodys: (fault: unknown) => fault instanceof RangeError },
  };
  const add = gather(limits, (items: readonly Item[]) => {
    batches.push(items.map(({ name }) => name));
    return new Promise<string[]>((resolve, reject) => {
      ends.push(async (fault) => {
        if (fault === undefined) resolve(items.map(({ name }) => `${name} done`));
        else reject(fault);
        await turn();
        await turn();
      });
    });
  });
  const put = (name: string, bytes = 1) => add({ name, bytes });
  return { put, batches, ends };
}

interface Item {
  readonly name: string;
  readonly bytes: number;
}

describe("what is gathered", () => {
  it("is a batch by itself at a quiet moment", async () => {
    const { put, batches, ends } = heldWork();
    const answer = put("a");
    await turn();
    expect(batches).toEqual([["a"]]);
    await ends[0]?.();
    expect(await answer).toBe("a done");
  });

  it("waits for the batch under way and goes together, each answered for itself and none before the end", async () => {
    const { put, batches, ends } = heldWork();
    void put("a");
    await turn();
    const answered: string[] = [];
    for (const name of ["b", "c"]) void put(name).then((answer) => answered.push(answer));
    await turn();
    expect(batches).toEqual([["a"]]);
    await ends[0]?.();
    expect(batches).toEqual([["a"], ["b", "c"]]);
    expect(answered).toEqual([]);
    await ends[1]?.();
    expect(answered).toEqual(["b done", "c done"]);
  });

  it("fills several batches at once when it may", async () => {
    const { put, batches } = heldWork({ batches: 2 });
    for (const name of ["a", "b", "c", "d", "e", "f", "g"]) void put(name);
    await turn();
    expect(batches).toEqual([
      ["a", "b", "c"],
      ["d", "e", "f"],
    ]);
  });

  it("takes no more together than it may, and a larger item alone", async () => {
    const { put, batches, ends } = heldWork();
    void put("large", 500);
    void put("a", 60);
    void put("b", 60);
    await turn();
    await ends[0]?.();
    await ends[1]?.();
    expect(batches).toEqual([["large"], ["a"], ["b"]]);
  });

  it("is tried one by one when its batch meets a fault, and the one at fault alone fails", async () => {
    const { put, batches, ends } = heldWork();
    const both = Promise.allSettled([put("bad"), put("good")]);
    await turn();
    await ends[0]?.(new TypeError("broken"));
    expect(batches).toEqual([["bad", "good"], ["bad"], ["good"]]);
    await Promise.all([ends[1]?.(new TypeError("broken")), ends[2]?.()]);
    expect(await both).toMatchObject([{ status: "rejected" }, { status: "fulfilled", value: "good done" }]);
  });

  it("is not tried again one by one after a fault that would be everybody's", async () => {
    const { put, batches, ends } = heldWork();
    const both = Promise.allSettled([put("a"), put("b")]);
    await turn();
    await ends[0]?.(new RangeError("away"));
    expect(await both).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
    expect(batches).toHaveLength(1);
  });
});
