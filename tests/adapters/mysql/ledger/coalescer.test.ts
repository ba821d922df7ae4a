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
  it("wait together for the account that it has, while those of other accounts go on", async () => {
    const { post, batches, keys } = heldLedger();
    void post(1, on(1, "a"));
    await turn();
    void post(1, on(1, "b"));
    void post(1, on(2, "c"));
    void post(1, on(1, "d"));
    await turn();
    expect(keys()).toEqual([["a"], ["c"]]);
    await batches[0]?.end();
    expect(keys()).toEqual([["a"], ["c"], ["b", "d"]]);
  });

  it("do not overtake who waits for two accounts", async () => {
    const { post, batches, keys } = heldLedger();
    void post(1, on(1, "a"));
    await turn();
    void post(1, [...on(1, "b1"), ...on(2, "b2")]);
    void post(1, on(2, "c"));
    await turn();
    expect(keys()).toEqual([["a"]]);
    await batches[0]?.end();
    expect(keys()).toEqual([["a"], ["b1", "b2", "c"]]);
  });

  it("wait at the server, ready to go on, when they bring a batch themselves", async () => {
    const { post, batches, keys } = heldLedger();
    const many = (name: string) => Array.from({ length: 16 }, (_, index) => on(1, `${name}${index}`)).flat();
    void post(1, many("first"));
    await turn();
    void post(1, many("second"));
    void post(1, on(1, "small"));
    await turn();
    expect(keys().map((batch) => batch.length)).toEqual([16, 16]);
    await batches[0]?.end();
    expect(keys()).toHaveLength(2);
    await batches[1]?.end();
    expect(keys()[2]).toEqual(["small"]);
  });

  it("let nobody overtake who waits for the same account", async () => {
    const { post, batches, keys } = heldLedger();
    void post(1, on(1, "a"));
    await turn();
    void post(1, on(1, "waits"));
    void post(1, Array.from({ length: 16 }, (_, index) => on(1, `late${index}`)).flat());
    await turn();
    expect(keys()).toEqual([["a"]]);
    await batches[0]?.end();
    expect(keys()[1]?.[0]).toBe("waits");
  });

  it("wait when three batches are under way, and go in batches of a hundred", async () => {
    const { post, batches, keys } = heldLedger();
    for (let accountId = 1; accountId <= 3; accountId += 1) {
      void post(1, on(accountId, `first-${accountId}`));
      await turn();
    }
    for (let accountId = 5; accountId <= 154; accountId += 1) void post(1, on(accountId, `${accountId}`));
    await turn();
    expect(keys()).toHaveLength(3);
    await batches[0]?.end();
    expect(keys().map((batch) => batch.length)).toEqual([1, 1, 1, 100]);
  });
});

describe("many callers who come at the same moment", () => {
  const sizes = async (accountIds: readonly number[]): Promise<number[]> => {
    const { post, keys } = heldLedger();
    accountIds.forEach((accountId, index) => void post(1, on(accountId, `${index}`)));
    await turn();
    return keys().map((batch) => batch.length);
  };
  const accounts = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

  it("are spread over the batches that are free, sixteen or more in each", async () => {
    expect(await sizes(accounts(16))).toEqual([16]);
    expect(await sizes(accounts(32))).toEqual([16, 16]);
    expect(await sizes(accounts(60))).toEqual([20, 20, 20]);
  });

  it("go together when they are of one account, and take nobody else along", async () => {
    expect(await sizes(Array.from({ length: 32 }, () => 1))).toEqual([32]);
    expect(await sizes([...Array.from({ length: 32 }, () => 1), 2, 3])).toEqual([32, 2]);
  });
});
