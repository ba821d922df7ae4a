import { setImmediate as turn } from "node:timers/promises";
import { coalesce } from "#adapters/mysql/ledger/coalescer";
import type { Command, PostResult } from "#core/ledger";
import { describe, expect, it } from "vitest";
import { adjust } from "../../../core/ledger/commands.ts";

/** A ledger whose batches end when the test says so. */
function heldLedger() {
  const batches: { keys: string[]; end: (fault?: unknown) => Promise<void> }[] = [];
  const post = coalesce((_programId, commands) => {
    return new Promise<PostResult[]>((resolve, reject) => {
      const end = async (fault?: unknown): Promise<void> => {
        if (fault === undefined) resolve(commands.map(({ key }) => answer(key)));
        else reject(fault);
        await turn();
        await turn();
      };
      batches.push({ keys: commands.map(({ key }) => key), end });
    });
  });
  const keys = (): string[][] => batches.map((batch) => batch.keys);
  return { post, batches, keys };
}

const answer = (key: string): PostResult => ({ ok: false, refusal: { code: "entry_unknown", key } });
const on = (accountId: number, key: string): Command[] => [adjust(key, 1, { accountId })];

describe("callers who come at the same moment", () => {
  it("share one batch, and each is answered for its own commands", async () => {
    const { post, batches, keys } = heldLedger();
    const one = post(1, [...on(1, "a"), ...on(2, "b")]);
    const other = post(1, on(1, "c"));
    await turn();
    expect(keys()).toEqual([["a", "b", "c"]]);
    await batches[0]?.end();
    expect(await one).toEqual([answer("a"), answer("b")]);
    expect(await other).toEqual([answer("c")]);
  });

  it("do not share one across programs", async () => {
    const { post, keys } = heldLedger();
    void post(1, on(1, "a"));
    void post(2, on(1, "b"));
    await turn();
    expect(keys()).toEqual([["a"], ["b"]]);
  });

  it("are tried one by one when their batch meets a fault", async () => {
    const { post, batches, keys } = heldLedger();
    void post(1, on(1, "a"));
    const other = post(1, on(2, "b"));
    await turn();
    await batches[0]?.end(new TypeError("broken"));
    await batches[1]?.end();
    await batches[2]?.end();
    expect(keys()).toEqual([["a", "b"], ["a"], ["b"]]);
    expect(await other).toEqual([answer("b")]);
  });
});

describe("callers who come while a batch is under way", () => {
  it("share the next one, in the order in which they came", async () => {
    const { post, batches, keys } = heldLedger();
    void post(1, on(1, "a"));
    await turn();
    void post(1, on(1, "b"));
    void post(1, on(2, "c"));
    void post(1, on(1, "d"));
    await turn();
    expect(keys()).toEqual([["a"]]);
    await batches[0]?.end();
    expect(keys()).toEqual([["a"], ["b", "c", "d"]]);
  });

  it("go in batches of a hundred", async () => {
    const { post, batches, keys } = heldLedger();
    void post(1, on(1, "first"));
    await turn();
    for (let accountId = 1; accountId <= 150; accountId += 1) void post(1, on(accountId, `${accountId}`));
    await turn();
    await batches[0]?.end();
    await batches[1]?.end();
    expect(keys().map((batch) => batch.length)).toEqual([1, 100, 50]);
  });
});

describe("a large call", () => {
  const many = (count: number, accounts: number): Command[] =>
    Array.from({ length: count }, (_, index) => on(1 + (index % accounts), `${index}`)).flat();

  it("is divided by account over batches that run at once, and answered as it was asked", async () => {
    const { post, batches, keys } = heldLedger();
    const commands = many(60, 6);
    const answers = post(1, commands);
    await turn();
    expect(keys().map((batch) => batch.length)).toEqual([20, 20, 20]);
    const accountsOfBatches = keys().map((batch) => new Set(batch.map((key) => Number(key) % 6)));
    expect(new Set(accountsOfBatches.flatMap((accounts) => [...accounts])).size).toBe(6);
    expect(accountsOfBatches.map((accounts) => accounts.size)).toEqual([2, 2, 2]);
    for (const batch of [...batches].reverse()) await batch.end();
    expect(await answers).toEqual(commands.map(({ key }) => answer(key)));
  });

  it("keeps what is of one account in its order", async () => {
    const { post, keys } = heldLedger();
    void post(1, many(40, 4));
    await turn();
    for (const batch of keys()) {
      const places = batch.filter((key) => Number(key) % 4 === Number(batch[0]) % 4).map(Number);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });

  it("keeps nobody with a single command waiting", async () => {
    const { post, batches, keys } = heldLedger();
    void post(1, many(60, 6));
    void post(1, on(1, "small"));
    await turn();
    expect(keys()).toContainEqual(["small"]);
    expect(batches).toHaveLength(4);
  });

  it("stays whole when it moves something between accounts", async () => {
    const { post, keys } = heldLedger();
    const moves = { ...adjust("moves", 1), kind: "transfer", toAccountId: 2 } as unknown as Command;
    void post(1, [...many(40, 4), moves]);
    await turn();
    expect(keys().map((batch) => batch.length)).toEqual([41]);
  });

  it("fails as a whole when one part of it does, and says why", async () => {
    const { post, batches } = heldLedger();
    const answers = post(1, many(60, 6));
    await turn();
    const refused = expect(answers).rejects.toThrow("broken");
    await batches[0]?.end();
    await batches[1]?.end(new TypeError("broken"));
    await batches[2]?.end();
    await refused;
  });
});
