import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { IntentVerdict } from "#core/sync";
import { examineIntent } from "#usecases/examine-intent";
import { settleIntent } from "#usecases/settle-intent";

import { createExigoWorld } from "../../support/exigo-world.ts";
import type { ExigoWorld } from "../../support/exigo-world.ts";

let world: ExigoWorld;
let accountId: number;
let exigoCustomerId: number;
let woken: number[];

beforeEach(async () => {
  world = await createExigoWorld();
  woken = [];
  accountId = await world.addAccount(7001);
  await world.earn(accountId, 30, "a");
  await world.deliverDue();
  exigoCustomerId = world.company().customers[0]?.customerID ?? 0;
});
afterEach(() => world.close());

const states = async () => (await world.intents()).map(({ state }) => state);
const settle = (intentId: number, claim: number, verdict: IntentVerdict) =>
  settleIntent(
    {
      intents: world.ports.intents,
      wakeUp: {
        intent: (_programId, id) => {
          woken.push(id);
          return Promise.resolve();
        },
      },
    },
    { programId: world.programId, intentId, claim, verdict, staff: "42", note: "seen in Exigo" },
  );
const examine = async (intentId: number) => {
  const evidence = await examineIntent(world.ports, { programId: world.programId, intentId });
  if (!evidence) throw new Error("the intent is gone");
  return evidence;
};
const decisions = () =>
  world.database.pool.query(
    "SELECT intent_id, staff, verdict, note FROM intent_decision ORDER BY decided_at",
  );

/** A write whose answer was lost while Exigo moved the balance, too; `arrives`: it had its effect. */
async function makeUnclear(arrives: boolean): Promise<number> {
  await world.earn(accountId, 12, "b");
  world.breakNext(
    "CreatePointTransaction",
    arrives ? "answer-lost-after-effect" : "drop-connection-before-effect",
  );
  await world.deliverDue();
  await world.moveInExigo(exigoCustomerId, "5");
  await world.letPass(60);
  await world.deliverDue();
  expect(await states()).toEqual(["confirmed", "needs_review"]);
  return (await world.intents())[1]?.id ?? 0;
}

describe("a write that needs review", () => {
  it("is shown with the balance before, the amount, and Exigo's balance of now", async () => {
    const id = await makeUnclear(false);
    expect(await examine(id)).toMatchObject({
      beforeMinor: 30,
      amountMinor: 12,
      nowMinor: 35,
      canHaveArrived: true,
      state: "needs_review",
    });
  });

  it("is confirmed when a person finds it in Exigo, and lets the next one go", async () => {
    const id = await makeUnclear(true);
    await world.earn(accountId, 1, "c");
    const { claim } = await examine(id);
    expect(await settle(id, claim, "arrived")).toEqual({ ok: true });
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed", "confirmed", "confirmed"]);
    expect(world.movements().map(({ points }) => points)).toEqual([30, 12, 5, 1]);
    expect(await decisions()).toEqual([
      { intent_id: id, staff: "42", verdict: "arrived", note: "seen in Exigo" },
    ]);
    await world.letPass(60);
    await world.poll();
    await world.letPass(60);
    expect(await world.poll()).toEqual({ adopted: 1 });
  });

  it("is sent once more, behind a fence of its own, when it did not arrive", async () => {
    const id = await makeUnclear(false);
    const { claim } = await examine(id);
    const answers = await Promise.all([settle(id, claim, "send_again"), settle(id, claim, "send_again")]);
    expect(answers).toEqual([{ ok: true }, { ok: true }]);
    world.breakNext("CreatePointTransaction", "answer-lost-after-effect");
    await world.deliverDue();
    expect(await examine(id)).toMatchObject({ state: "unknown", beforeMinor: 35 });
    expect(await settle(id, claim, "send_again")).toEqual({ ok: true });
    await world.letPass(5);
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed", "confirmed"]);
    expect(world.movements().map(({ points }) => points)).toEqual([30, 5, 12]);
    expect(await decisions()).toHaveLength(1);
    expect(woken).toEqual([id]);
  });

  it("takes one of two different decisions, and none about what was seen before", async () => {
    const id = await makeUnclear(true);
    const { claim } = await examine(id);
    const changed = { ok: false, refusal: { code: "intent_changed" } };
    expect(await settle(id, claim - 1, "arrived")).toEqual(changed);
    const answers = await Promise.all([settle(id, claim, "arrived"), settle(id, claim, "send_again")]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await decisions()).toHaveLength(1);
  });

  it("is none of another program, and none that is on its way", async () => {
    const [done] = await world.intents();
    expect(await settle(done?.id ?? 0, 1, "arrived")).toEqual({
      ok: false,
      refusal: { code: "intent_not_waiting", state: "confirmed" },
    });
    expect(await settle(999_999, 1, "arrived")).toEqual({ ok: false, refusal: { code: "intent_unknown" } });
  });
});

describe("a refused write", () => {
  const take = (amountMinor: number, key: string) =>
    world.ports.ledger.post(world.programId, [
      {
        kind: "adjust",
        key,
        accountId,
        amountMinor: -amountMinor,
        expiresAt: null,
        effectiveAt: "2026-11-20T12:00:00.000Z",
        cause: { kind: "staff", ref: "1" },
        reasonCode: "goodwill",
      },
    ]);

  it("is sent again once its cause is gone", async () => {
    world.exigo.simulator.settings.overdraft = "refused";
    await world.moveInExigo(exigoCustomerId, "-30");
    await take(10, "minus");
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed", "refused"]);
    const [, refused] = await world.intents();
    const { claim, canHaveArrived } = await examine(refused?.id ?? 0);
    expect(canHaveArrived).toBe(false);
    expect(await settle(refused?.id ?? 0, claim, "arrived")).toMatchObject({
      refusal: { code: "intent_cannot_have_arrived" },
    });
    world.exigo.simulator.settings.overdraft = "allowed";
    expect(await settle(refused?.id ?? 0, claim, "send_again")).toEqual({ ok: true });
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed", "confirmed"]);
  });

  it("waits for a later one that may have left, so that its fence still tells", async () => {
    world.exigo.simulator.settings.overdraft = "refused";
    await world.moveInExigo(exigoCustomerId, "-30");
    await take(10, "minus");
    await world.deliverDue();
    world.exigo.simulator.settings.overdraft = "allowed";
    await world.earn(accountId, 10, "later");
    world.breakNext("CreatePointTransaction", "answer-lost-after-effect");
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed", "refused", "unknown"]);
    const [, refused] = await world.intents();
    await settle(refused?.id ?? 0, (await examine(refused?.id ?? 0)).claim, "send_again");
    expect(await world.deliver(refused?.id ?? 0)).toBeNull();
    for (let round = 0; round < 4; round += 1) {
      await world.letPass(40);
      await world.deliverDue();
    }
    expect(await states()).toEqual(["confirmed", "confirmed", "confirmed"]);
    expect(world.movements().map(({ points }) => points)).toEqual([30, -30, 10, -10]);
  });
});
