import { afterEach, describe, expect, it } from "vitest";

import type { EarnCommand } from "#core/ledger";

import { createExigoWorld } from "../../support/exigo-world.ts";
import type { ExigoWorld } from "../../support/exigo-world.ts";
import { seededRandom } from "../../support/seeded-random.ts";

const WRITES_EACH = 20;
const SEED = 20261121;

let world: ExigoWorld;
afterEach(() => world.close());

describe("point writes, of which 10 % lose their answer after the effect, 5 % fail before it, 2 % come late", () => {
  it.each([
    [10_000, "by the balance", false],
    [2_000, "by the history, while Exigo moves balances by itself", true],
  ])(
    "%i stand in Exigo exactly once, looked up %s",
    { timeout: 300_000 },
    async (writes, _how, byHistory) => {
      world = await createExigoWorld({ connected: false });
      // What is tried here is Exigo; no balance is owed to a shop that has left.
      await world.database.pool.query("UPDATE shop SET state = 'uninstalled' WHERE id = ?", [world.shopId]);
      await world.connect(
        byHistory ? { historyUrl: `${world.exigo.url}/4.0/demo/model`, historyLagSeconds: 30 } : {},
      );
      const accountIds = await addAccounts(writes / WRITES_EACH);
      await postAll(accountIds);
      armFaults();
      await deliverAll(byHistory);

      const intents = await world.intents();
      const written = countReferences();
      const twice = [...written].filter(([, times]) => times > 1);
      const missing = intents.filter(({ id, state }) => state === "confirmed" && !written.has(`HC-${id}`));
      expect({ intents: intents.length, twice, missing }).toEqual({
        intents: writes,
        twice: [],
        missing: [],
      });
      // What stayed unclear waits for a person, with its reason; here nothing does.
      expect(intents.filter(({ state }) => state !== "confirmed")).toEqual([]);
      expect(world.faults).toEqual([]);
    },
  );
});

async function addAccounts(count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let customer = 1; customer <= count; customer += 1) ids.push(await world.addAccount(7_000 + customer));
  return ids;
}

async function postAll(accountIds: readonly number[]): Promise<void> {
  const effectiveAt = "2026-11-20T12:00:00.000Z";
  const earn = (accountId: number, round: number): EarnCommand => ({
    kind: "earn",
    key: `${accountId}/${round}`,
    accountId,
    subject: `test/${accountId}/${round}`,
    subjectVersion: 1,
    // Different for each write of an account, so that no two can be mistaken for one another.
    targetMinor: 1 << (round % 10),
    availableFrom: effectiveAt,
    expiresAt: null,
    effectiveAt,
    cause: { kind: "rule", ref: "1" },
    reasonCode: "order",
  });
  for (let round = 0; round < WRITES_EACH; round += 1) {
    const commands = accountIds.map((accountId) => earn(accountId, round));
    for (let start = 0; start < commands.length; start += 100) {
      await world.ports.ledger.post(world.programId, commands.slice(start, start + 100));
    }
  }
}

function armFaults(): void {
  const order = { operation: "CreatePointTransaction", times: null, status: 500, delayMs: 5 };
  const arm = world.exigo.simulator.faults;
  arm.arm({ ...order, kind: "answer-lost-after-effect", probability: 0.1, seed: SEED });
  arm.arm({ ...order, kind: "error-before-effect", probability: 0.05, seed: SEED + 1 });
  arm.arm({ ...order, kind: "applied-late", probability: 0.02, seed: SEED + 2 });
}

/** Accounts delivered before time goes by; the simulator's log must still hold all their calls. */
const AT_ONCE = 16;

async function deliverAll(exigoMoves: boolean): Promise<void> {
  const random = seededRandom(SEED);
  for (let rounds = 0; rounds < 20_000; rounds += 1) {
    const due = await world.ports.intents.findDue(AT_ONCE);
    if (due.length === 0 && (await openIntents()) === 0) return;
    await Promise.all(due.map(({ id }) => world.deliver(id)));
    if (due.length > 0) continue;
    // The quiet time counts from the send: nothing may still be on its way when it is over.
    await expect.poll(lateOnes).toEqual([]);
    if (exigoMoves) await moveSomeBalances(random);
    await world.letPass(31);
  }
  throw new Error("the writes do not come to an end");
}

function lateOnes() {
  return world.exigo.simulator.log.list().filter((call) => call.fault === "applied-late" && !call.applied);
}

/** Movements of Exigo's own between a write and its look-up make the balance useless as a witness. */
async function moveSomeBalances(random: () => number): Promise<void> {
  const { customers } = world.company();
  for (let count = 1; count <= 5; count += 1) {
    const customer = customers[Math.floor(random() * customers.length)];
    if (customer) await world.moveInExigo(customer.customerID, "3");
  }
}

async function openIntents(): Promise<number> {
  const rows: { state: string }[] = await world.intents();
  return rows.filter(({ state }) => !["confirmed", "refused", "needs_review"].includes(state)).length;
}

function countReferences(): Map<string, number> {
  const times = new Map<string, number>();
  for (const { reference } of world.movements()) {
    if (reference?.startsWith("HC-")) times.set(reference, (times.get(reference) ?? 0) + 1);
  }
  return times;
}
