import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createExigoWorld } from "../../support/exigo-world.ts";
import type { ExigoWorld } from "../../support/exigo-world.ts";

let world: ExigoWorld;
let accountId: number;

beforeEach(async () => {
  world = await createExigoWorld({ connected: false });
  await world.connect({ historyUrl: `${world.exigo.url}/4.0/demo/model`, historyLagSeconds: 120 });
  accountId = await world.addAccount(7001);
});
afterEach(async () => {
  expect(world.faults).toEqual([]);
  await world.close();
});

const newest = async () => (await world.intents()).at(-1);

async function loseNext(kind: "answer-lost-after-effect" | "drop-connection-before-effect"): Promise<void> {
  world.breakNext("CreatePointTransaction", kind);
  await world.deliverDue();
  expect(await newest()).toMatchObject({ state: "unknown" });
}

describe("looking up a lost answer in Exigo's history", () => {
  it("confirms by the reference, with Exigo's own number, although Exigo moved the balance at the same time", async () => {
    await world.earn(accountId, 30, "a");
    await loseNext("answer-lost-after-effect");
    await world.moveInExigo(world.company().customers[0]?.customerID ?? 0, "5");
    await world.letPass(2);
    await world.deliverDue();
    expect(await newest()).toMatchObject({
      state: "confirmed",
      remote_ref: String(world.company().pointTransactions[0]?.transactionID),
    });
  });

  it("sends again what the history does not show, although Exigo moved the balance at the same time", async () => {
    await world.earn(accountId, 30, "a");
    await loseNext("drop-connection-before-effect");
    await world.moveInExigo(world.company().customers[0]?.customerID ?? 0, "5");
    await world.letPass(60);
    await world.deliverDue();
    expect(await newest()).toMatchObject({ state: "unknown" });
    await world.letPass(120);
    await world.deliverDue();
    expect(await newest()).toMatchObject({ state: "due", attempts: 1 });
    await world.letPass(60);
    await world.deliverDue();
    expect(await newest()).toMatchObject({ state: "confirmed" });
    expect(world.movements()).toHaveLength(2);
  });

  it("asks a person when the write stands twice in the history", async () => {
    await world.earn(accountId, 30, "a");
    await loseNext("answer-lost-after-effect");
    const [movement] = world.company().pointTransactions;
    if (!movement) throw new Error("nothing was written");
    world.company().pointTransactions.push({ ...movement, transactionID: movement.transactionID + 1 });
    await world.letPass(2);
    await world.deliverDue();
    expect(await newest()).toMatchObject({ state: "needs_review" });
  });

  it("pauses the connection when the history refuses the login, and stays unknown", async () => {
    await world.earn(accountId, 30, "a");
    await loseNext("answer-lost-after-effect");
    await world.connect({ historyUrl: `${world.exigo.url}/4.0/demo/model`, password: "wrong" });
    await world.letPass(2);
    await world.deliverDue();
    expect(await newest()).toMatchObject({ state: "unknown" });
    expect(await world.ports.exigoConnections.find(world.programId)).toMatchObject({ state: "paused" });
  });
});
