import { randomUUID } from "node:crypto";

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { createMysqlBalances } from "#adapters/mysql/balances";
import { decideMerge } from "#usecases/decide-merge";
import { passOnMerged } from "#usecases/pass-on-merged";
import { undoMerge } from "#usecases/undo-merge";
import { verifyLedger } from "#usecases/verify-ledger";

import { proofPorts } from "../../support/ledger-proof.ts";
import { createPeopleWorld } from "../../support/people-world.ts";
import type { PeopleWorld } from "../../support/people-world.ts";
import { customerBody, lineBody, orderBody } from "../shopify/bodies.ts";

let world: PeopleWorld;
let next = 100;
/** Two customers nobody has named before. */
const twoIds = () => [(next += 1), (next += 1)] as const;

beforeAll(async () => {
  world = await createPeopleWorld();
});
afterEach(async () => {
  const proof = await verifyLedger(proofPorts(world.database), { programId: world.programId, outside: null });
  expect(proof).toMatchObject({ ok: true });
});
afterAll(() => world.close());

const undo = (mergeId: number) =>
  undoMerge(world.ports, {
    programId: world.programId,
    mergeId,
    staff: "9",
    note: "",
    formKey: randomUUID(),
    asOf: "2026-11-20T00:00:00.000Z",
  });
const orderOf = (orderId: number, customerId: number, price = "25.00", updatedAt = "2026-11-10T05:00:05Z") =>
  orderBody({
    id: orderId,
    updated_at: updatedAt,
    customer: customerBody({ id: customerId }),
    line_items: [lineBody({ quantity: 1, current_quantity: 1, price })],
  });

/** Balances that were asked for to be written to shops. */
const countBalances = async (): Promise<number> => {
  const [row]: { owed: number }[] = await world.database.pool.query(
    "SELECT COUNT(*) AS owed FROM intent WHERE program_id = ? AND kind = 'shopify.balance'",
    [world.programId],
  );
  return Number(row?.owed);
};

describe("customers that Shopify merged", () => {
  it("have one member with all credits, and keep the dates of their lots", async () => {
    const [keptId, deletedId] = twoIds();
    const kept = await world.addCustomer(keptId);
    const deleted = await world.addCustomer(deletedId);
    await world.open(kept.accountId, `k/${keptId}`, 10);
    await world.open(deleted.accountId, `d/${deletedId}`, 30, "2027-01-01T00:00:00.000Z");

    expect(await world.merge(keptId, deletedId)).toEqual({ outcome: "posted", reason: "customers_merged" });

    expect(await world.balanceOf(kept.accountId)).toEqual([40, 0, 0]);
    expect(await world.balanceOf(deleted.accountId)).toEqual([0, 0, 0]);
    expect((await world.picture(kept.memberId)).lots).toContainEqual(
      expect.objectContaining({ remaining: 30, expires_at: new Date("2027-01-01T00:00:00.000Z") }),
    );
    expect(await world.accountOf(deletedId)).toEqual(kept);
  });

  it("are merged once however often and from wherever it is told", async () => {
    const [keptId, deletedId] = twoIds();
    const kept = await world.addCustomer(keptId);
    const deleted = await world.addCustomer(deletedId);
    await world.open(deleted.accountId, `d/${deletedId}`, 30);

    await Promise.all([world.merge(keptId, deletedId), world.merge(keptId, deletedId)]);
    await world.merge(keptId, deletedId);

    expect(await world.balanceOf(kept.accountId)).toEqual([30, 0, 0]);
    const entries = await world.database.pool.query(
      "SELECT kind FROM entry WHERE program_id = ? AND account_id = ?",
      [world.programId, deleted.accountId],
    );
    expect(entries).toEqual([{ kind: "open" }, { kind: "transferOut" }]);
  });

  it.each([
    ["neither customer", false, false],
    ["only the kept customer", true, false],
    ["only the deleted customer", false, true],
  ])("have one member when %s was known", async (_who, isKeptKnown, isDeletedKnown) => {
    const [keptId, deletedId] = twoIds();
    if (isKeptKnown) await world.addCustomer(keptId);
    if (isDeletedKnown) await world.addCustomer(deletedId);

    await world.merge(keptId, deletedId);
    // What Shopify told before comes late.
    const late = await world.addCustomer(deletedId, { email: "late@example.com" });
    await world.addCustomer(keptId);

    expect(await world.accountOf(keptId)).toEqual(late);
    expect(await world.accountOf(deletedId)).toEqual(late);
    const owed = await countBalances();
    expect(await world.merge(keptId, deletedId)).toMatchObject({ reason: "customers_joined" });
    expect(await countBalances()).toBe(owed);
  });

  it("stay apart while Shopify has not finished, or could not", async () => {
    const [keptId, deletedId] = twoIds();
    const kept = await world.addCustomer(keptId);
    const deleted = await world.addCustomer(deletedId);
    for (const status of ["requested", "in_progress", "failed"]) {
      expect(await world.merge(keptId, deletedId, status)).toEqual({
        outcome: "ignored",
        reason: "customers_not_merged",
      });
    }
    expect(await world.accountOf(deletedId)).toEqual(deleted);
    expect(await world.accountOf(keptId)).toEqual(kept);
    expect(await world.merge(keptId, deletedId, "invented")).toMatchObject({ outcome: "quarantined" });
  });

  it("are followed by a chain of merges", async () => {
    const [first, second] = twoIds();
    const [third] = twoIds();
    for (const id of [first, second, third]) await world.addCustomer(id);
    const deleted = await world.accountOf(first);
    await world.open(deleted.accountId, `chain/${first}`, 7);
    await world.merge(second, first);
    await world.merge(third, second);
    const end = await world.accountOf(third);
    expect(await world.accountOf(first)).toEqual(end);
    expect(await world.balanceOf(end.accountId)).toEqual([7, 0, 0]);

    await world.open(deleted.accountId, `chain/late/${first}`, 5);

    expect(await world.balanceOf(end.accountId)).toEqual([12, 0, 0]);
    expect(await undo(await world.mergeIdOf(first))).toEqual({
      ok: false,
      refusal: { code: "kept_was_merged" },
    });
  });

  it("leave what a cart holds until the hold ends", async () => {
    const [keptId, deletedId] = twoIds();
    const kept = await world.addCustomer(keptId);
    const deleted = await world.addCustomer(deletedId);
    await world.open(deleted.accountId, `d/${deletedId}`, 30);
    const base = {
      accountId: deleted.accountId,
      effectiveAt: "2026-11-02T00:00:00.000Z",
      cause: { kind: "system", ref: "test" },
      reasonCode: "test",
    } as const;
    await world.post({
      ...base,
      kind: "placeHold",
      key: `hold/${deletedId}`,
      amountMinor: 10,
      ttlMs: 60_000,
    });
    await world.merge(keptId, deletedId);
    expect(await world.balanceOf(deleted.accountId)).toEqual([20, 0, 10]);

    await world.post({ ...base, kind: "voidHold", key: `void/${deletedId}`, holdKey: `hold/${deletedId}` });

    expect(await world.balanceOf(deleted.accountId)).toEqual([0, 0, 0]);
    expect(await world.balanceOf(kept.accountId)).toEqual([30, 0, 0]);
  });
});

describe("orders of a customer that was merged", () => {
  it.each(["negative", "floor", "block"])("end in one balance under policy %s", async (policy) => {
    await world.database.pool.query("UPDATE program SET debt_policy = ? WHERE id = ?", [
      policy,
      world.programId,
    ]);
    const [keptId, deletedId] = twoIds();
    const kept = await world.addCustomer(keptId);
    const orderId = 5_000 + deletedId;
    await world.tellOrder(orderOf(orderId, deletedId));
    await world.merge(keptId, deletedId);
    expect(await world.balanceOf(kept.accountId)).toEqual([25, 0, 0]);

    // Shopify names the kept customer from now on; then half of it is taken back, then all.
    await world.tellOrder(orderOf(orderId, keptId, "25.00", "2026-11-10T06:00:00Z"));
    expect(await world.balanceOf(kept.accountId)).toEqual([25, 0, 0]);
    await world.tellOrder(orderOf(orderId, keptId, "10.00", "2026-11-10T07:00:00Z"));
    expect(await world.balanceOf(kept.accountId)).toEqual([10, 0, 0]);
    await world.tellOrder({
      ...orderOf(orderId, keptId, "10.00", "2026-11-10T08:00:00Z"),
      cancelled_at: "2026-11-10T08:00:00Z",
    });
    expect(await world.balanceOf(kept.accountId)).toEqual([0, 0, 0]);
    await world.database.pool.query("UPDATE program SET debt_policy = 'negative' WHERE id = ?", [
      world.programId,
    ]);
  });

  it("end with the kept customer when an order that was on its way is told late", async () => {
    const [keptId, deletedId] = twoIds();
    const kept = await world.addCustomer(keptId);
    const deleted = await world.addCustomer(deletedId);
    await world.merge(keptId, deletedId);

    // A process had found the old account before the merge and posts to it after.
    await world.open(deleted.accountId, `in-flight/${deletedId}`, 25);
    await world.tellOrder(orderOf(6_000 + deletedId, deletedId, "5.00"));

    expect(await world.balanceOf(deleted.accountId)).toEqual([0, 0, 0]);
    expect(await world.balanceOf(kept.accountId)).toEqual([30, 0, 0]);
  });

  it("told while the customers are merged end in one balance, whatever comes first", async () => {
    for (let round = 0; round < 10; round += 1) {
      const [keptId, deletedId] = twoIds();
      const kept = await world.addCustomer(keptId);
      const deleted = await world.addCustomer(deletedId);
      await Promise.all([
        world.tellOrder(orderOf(7_000 + deletedId, deletedId)),
        world.merge(keptId, deletedId),
        world.tellOrder(orderOf(8_000 + deletedId, deletedId, "7.00")),
      ]);
      expect(await world.balanceOf(deleted.accountId)).toEqual([0, 0, 0]);
      expect(await world.balanceOf(kept.accountId)).toEqual([32, 0, 0]);
    }
  });
});

describe("undoing a merge", () => {
  it("restores both accounts as they were", async () => {
    const [keptId, deletedId] = twoIds();
    const kept = await world.addCustomer(keptId);
    const deleted = await world.addCustomer(deletedId, { email: "both@example.com" });
    await world.open(kept.accountId, `k/${keptId}`, 10, "2027-03-01T00:00:00.000Z");
    await world.open(deleted.accountId, `d1/${deletedId}`, 30, "2027-01-01T00:00:00.000Z");
    await world.open(deleted.accountId, `d2/${deletedId}`, 5);
    const before = [await world.picture(kept.memberId), await world.picture(deleted.memberId)];
    await world.merge(keptId, deletedId);
    await world.open(deleted.accountId, `late/${deletedId}`, 1);
    await world.post({
      kind: "reverse",
      key: `late-back/${deletedId}`,
      reversesKey: `late/${deletedId}`,
      amountMinor: null,
      accountId: deleted.accountId,
      effectiveAt: "2026-11-02T00:00:00.000Z",
      cause: { kind: "system", ref: "test" },
      reasonCode: "test",
    });

    expect(await undo(await world.mergeIdOf(deletedId))).toEqual({ ok: true });

    expect([await world.picture(kept.memberId), await world.picture(deleted.memberId)]).toEqual(before);
    // Told again it stays undone; and it is undone once.
    expect(await world.merge(keptId, deletedId)).toEqual({
      outcome: "ignored",
      reason: "merge_was_undone",
    });
    expect(await undo(await world.mergeIdOf(deletedId))).toMatchObject({
      refusal: { code: "merge_not_merged" },
    });
  });

  it("is refused when the credits were spent and the program lets nobody owe; then the merge stands", async () => {
    await world.database.pool.query("UPDATE program SET debt_policy = 'floor' WHERE id = ?", [
      world.programId,
    ]);
    const [keptId, deletedId] = twoIds();
    const kept = await world.addCustomer(keptId);
    const deleted = await world.addCustomer(deletedId);
    await world.open(deleted.accountId, `d/${deletedId}`, 30);
    await world.merge(keptId, deletedId);
    await world.post({
      kind: "adjust",
      key: `spent/${keptId}`,
      accountId: kept.accountId,
      amountMinor: -20,
      expiresAt: null,
      effectiveAt: "2026-11-02T00:00:00.000Z",
      cause: { kind: "staff", ref: "9" },
      reasonCode: "other",
    });

    const refused = await undo(await world.mergeIdOf(deletedId));

    expect(refused).toMatchObject({ ok: false, refusal: { code: "not_enough_credits" } });
    expect(await world.accountOf(deletedId)).toEqual(kept);
    await world.open(deleted.accountId, `later/${deletedId}`, 20);
    expect(await world.balanceOf(kept.accountId)).toEqual([30, 0, 0]);
    // Of the two movements the later one could be given back; it is moved again.
    expect(await undo(await world.mergeIdOf(deletedId))).toMatchObject({ ok: false });
    expect(await world.balanceOf(kept.accountId)).toEqual([30, 0, 0]);
    await world.open(kept.accountId, `enough/${keptId}`, 20);
    expect(await undo(await world.mergeIdOf(deletedId))).toEqual({ ok: true });
    expect(await world.balanceOf(deleted.accountId)).toEqual([50, 0, 0]);
    expect(await world.balanceOf(kept.accountId)).toEqual([0, 0, 0]);
    await world.database.pool.query("UPDATE program SET debt_policy = 'negative' WHERE id = ?", [
      world.programId,
    ]);
  });
});

describe("members that are both in Exigo", () => {
  const prepare = async () => {
    const [keptId, deletedId] = twoIds();
    const kept = await world.addCustomer(keptId);
    const deleted = await world.addCustomer(deletedId);
    await world.setExigoCustomer(kept.memberId, 10_000 + keptId);
    await world.setExigoCustomer(deleted.memberId, 10_000 + deletedId);
    await world.open(deleted.accountId, `d/${deletedId}`, 30);
    expect(await world.merge(keptId, deletedId)).toEqual({
      outcome: "posted",
      reason: "merge_waits_for_a_person",
    });
    expect(await world.balanceOf(deleted.accountId)).toEqual([30, 0, 0]);
    return { keptId, deletedId, kept, deleted, mergeId: await world.mergeIdOf(deletedId) };
  };
  const decide = (mergeId: number, intoMemberId: number | null) =>
    decideMerge(world.ports, { programId: world.programId, mergeId, intoMemberId, staff: "9" });

  it("wait for a person, who says which one goes on", async () => {
    const { keptId, kept, deleted, mergeId } = await prepare();
    expect(await decide(mergeId, 999_999)).toBe(false);
    expect(await decide(mergeId, deleted.memberId)).toBe(true);
    expect(await decide(mergeId, deleted.memberId)).toBe(true);
    expect(await decide(mergeId, kept.memberId)).toBe(false);
    expect(await world.accountOf(keptId)).toEqual(deleted);
    expect(await world.balanceOf(deleted.accountId)).toEqual([30, 0, 0]);
  });

  it("stay apart when the person says so, also when it is told again", async () => {
    const { keptId, deletedId, kept, deleted, mergeId } = await prepare();
    expect(await decide(mergeId, null)).toBe(true);
    expect(await world.merge(keptId, deletedId)).toMatchObject({ outcome: "ignored" });
    expect(await world.accountOf(keptId)).toEqual(kept);
    expect(await world.accountOf(deletedId)).toEqual(deleted);
    expect(await decide(mergeId, kept.memberId)).toBe(false);
  });
});

it("finds credits that a process left in a merged account when it ended", async () => {
  const [keptId, deletedId] = twoIds();
  const kept = await world.addCustomer(keptId);
  const deleted = await world.addCustomer(deletedId);
  await world.merge(keptId, deletedId);
  await world.bareLedger.post(world.programId, [
    {
      kind: "open",
      key: `left/${deletedId}`,
      accountId: deleted.accountId,
      amountMinor: 8,
      availableFrom: null,
      expiresAt: null,
      effectiveAt: "2026-11-01T00:00:00.000Z",
      cause: { kind: "system", ref: "test" },
      reasonCode: "opening",
    },
  ]);
  const found = await world.ports.memberMerges.findLeftOver(10);
  expect(found).toEqual([{ programId: world.programId, accountId: deleted.accountId }]);

  await passOnMerged(world.ports, world.programId, [deleted.accountId]);

  expect(await world.balanceOf(kept.accountId)).toEqual([8, 0, 0]);
  expect(await world.ports.memberMerges.findLeftOver(10)).toEqual([]);
});

it("writes to no customer that is gone, and anew to those that moved", async () => {
  const [keptId, deletedId] = twoIds();
  const kept = await world.addCustomer(keptId);
  await world.addCustomer(deletedId);
  await world.merge(keptId, deletedId);
  const balances = createMysqlBalances(world.database);
  const found = await balances.readForStorefront(world.programId, kept.accountId, world.shopId);
  expect(found?.customerIds).toEqual([String(keptId)]);
  const intents = await world.database.pool.query(
    "SELECT kind, state FROM intent WHERE program_id = ? AND account_id = ?",
    [world.programId, kept.accountId],
  );
  expect(intents).toContainEqual({ kind: "shopify.balance", state: "due" });
});
