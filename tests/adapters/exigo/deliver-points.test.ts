import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createExigoWorld, PASSWORD } from "../../support/exigo-world.ts";
import type { ExigoWorld } from "../../support/exigo-world.ts";

let world: ExigoWorld;
let accountId: number;

beforeEach(async () => {
  world = await createExigoWorld();
  accountId = await world.addAccount(7001);
});
afterEach(async () => {
  expect(world.faults).toEqual([]);
  await world.close();
});

const states = async () => (await world.intents()).map(({ state }) => state);

describe("delivering points to Exigo", () => {
  it("makes a customer with the member's key and writes the points with the intent's reference", async () => {
    await world.earn(accountId, 250, "a");
    await world.deliverDue();
    const [intent] = await world.intents();
    expect(intent).toMatchObject({ state: "confirmed", amount: 250, attempts: 0 });
    expect(world.movements()).toEqual([{ points: 250, reference: `HC-${intent?.id}` }]);
    expect(intent?.remote_ref).toBe(String(world.company().pointTransactions[0]?.transactionID));
    const member = await world.ports.members.findByAccount(world.programId, accountId);
    expect(world.company().customers).toMatchObject([
      { customerID: member?.exigoCustomerId, customerKey: `HC-${world.programId}-${member?.memberId}` },
    ]);
  });

  it("confirms by the balance when the answer is lost after the effect, and writes nothing twice", async () => {
    await world.earn(accountId, 30, "a");
    world.breakNext("CreatePointTransaction", "answer-lost-after-effect");
    await world.deliverDue();
    expect(await states()).toEqual(["unknown"]);
    await world.letPass(2);
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed"]);
    expect(world.movements()).toHaveLength(1);
  });

  it("confirms an effect that comes late but within the quiet time", async () => {
    await world.earn(accountId, 30, "a");
    world.breakNext("CreatePointTransaction", "applied-late");
    await world.deliverDue();
    await expect.poll(() => world.movements().length).toBe(1);
    await world.letPass(2);
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed"]);
    expect(world.movements()).toHaveLength(1);
  });

  it("sends again only after the quiet time when the error came before the effect", async () => {
    await world.earn(accountId, 30, "a");
    world.breakNext("CreatePointTransaction", "error-before-effect");
    await world.deliverDue();
    await world.letPass(2);
    await world.deliverDue();
    expect(await states()).toEqual(["unknown"]);
    await world.letPass(30);
    await world.deliverDue();
    expect(await world.intents()).toMatchObject([{ state: "due", attempts: 1 }]);
    await world.letPass(2);
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed"]);
    expect(world.movements()).toHaveLength(1);
  });

  it("asks a person, with the numbers, when Exigo moved the balance at the same time", async () => {
    await world.earn(accountId, 30, "a");
    await world.deliverDue();
    const exigoCustomerId = world.company().customers[0]?.customerID ?? 0;
    await world.earn(accountId, 12, "b");
    world.breakNext("CreatePointTransaction", "drop-connection-before-effect");
    await world.deliverDue();
    await world.moveInExigo(exigoCustomerId, "5");
    await world.letPass(60);
    await world.deliverDue();
    const [, intent] = await world.intents();
    expect(intent).toMatchObject({ state: "needs_review" });
    expect(intent?.last_error).toMatch(/30 before, 35 now, 12 sent/);
    await world.earn(accountId, 1, "c");
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed", "needs_review", "due"]);
  });

  it("asks a person when an unknown outcome cannot be looked up for a quarter of an hour", async () => {
    await world.earn(accountId, 30, "a");
    world.breakNext("CreatePointTransaction", "drop-connection-before-effect");
    await world.deliverDue();
    world.exigo.simulator.down = "status-503";
    await world.letPass(60);
    await world.deliverDue();
    expect(await states()).toEqual(["unknown"]);
    await world.letPass(15 * 60);
    await world.deliverDue();
    expect(await states()).toEqual(["needs_review"]);
  });

  it("pauses the connection when Exigo refuses the login, spends no attempt, and goes on once it is saved anew", async () => {
    const login = world.company().logins[0] ?? { login: "", password: "" };
    login.password = "changed";
    await world.earn(accountId, 30, "a");
    await world.deliverDue();
    expect(await world.ports.exigoConnections.find(world.programId)).toMatchObject({ state: "paused" });
    await world.letPass(120);
    expect(await world.ports.intents.findDue(10)).not.toContainEqual(
      expect.objectContaining({ id: (await world.intents())[0]?.id }),
    );
    await world.ports.exigoConnections.save({ ...world.settings, password: "changed" });
    await world.deliverDue();
    expect(await world.intents()).toMatchObject([{ state: "confirmed", attempts: 0 }]);
  });

  it("does not pause a connection that was saved anew while the old one was refused", async () => {
    const before = await world.ports.exigoConnections.find(world.programId);
    if (!before) throw new Error("no connection");
    await new Promise((resolve) => setTimeout(resolve, 5));
    await world.ports.exigoConnections.save({ ...world.settings, password: PASSWORD });
    await world.ports.exigoConnections.pause(before, "refused");
    expect(await world.ports.exigoConnections.find(world.programId)).toMatchObject({ state: "active" });
  });

  it("keeps a refusal with Exigo's own words and goes on with the next", async () => {
    world.exigo.simulator.settings.overdraft = "refused";
    await world.earn(accountId, 30, "a");
    await world.deliverDue();
    const exigoCustomerId = world.company().customers[0]?.customerID ?? 0;
    await world.moveInExigo(exigoCustomerId, "-30");
    await world.ports.ledger.post(world.programId, [
      {
        kind: "adjust",
        key: "minus",
        accountId,
        amountMinor: -10,
        expiresAt: null,
        effectiveAt: "2026-11-20T12:00:00.000Z",
        cause: { kind: "staff", ref: "1" },
        reasonCode: "goodwill",
      },
    ]);
    await world.earn(accountId, 3, "b");
    await world.deliverDue();
    expect(await world.intents()).toMatchObject([
      { state: "confirmed" },
      { state: "refused", last_error: "The point balance is not sufficient." },
      { state: "confirmed" },
    ]);
  });

  it("waits for an address that does not answer, however long, and asks no person", async () => {
    await world.earn(accountId, 30, "a");
    await world.exigo.close();
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await world.deliverDue();
      await world.letPass(60);
    }
    expect(await world.intents()).toMatchObject([{ state: "due", attempts: 0 }]);
  });
});

describe("the order of writes", () => {
  it("keeps the order of an account though several processes deliver at once", async () => {
    const amounts = [10, 20, 30, 40, 50];
    for (const amount of amounts) await world.earn(accountId, amount, `k${amount}`);
    const ids = (await world.intents()).map(({ id }) => id);
    await Promise.all([...ids, ...ids.toReversed(), ...ids].map((id) => world.deliver(id)));
    await world.deliverDue();
    expect(world.movements().map(({ points }) => points)).toEqual(amounts);
    expect(new Set(await states())).toEqual(new Set(["confirmed"]));
  });

  it("finds only the first write of an account due, and the accounts of programs in turn", async () => {
    const other = await world.addAccount(7002);
    await world.earn(accountId, 10, "a");
    await world.earn(accountId, 20, "b");
    await world.earn(other, 30, "c");
    const due = await world.ports.intents.findDue(10);
    const [first, , third] = await world.intents();
    const pointIds = new Set((await world.intents()).map(({ id }) => id));
    expect(due.map(({ id }) => id).filter((id) => pointIds.has(id))).toEqual([first?.id, third?.id]);
  });
});

describe("a process that dies in the middle", () => {
  const dieAfterSending = async (reaches: boolean) => {
    await world.earn(accountId, 30, "a");
    await world.deliverDue();
    await world.earn(accountId, 12, "b");
    const { ports, programId } = world;
    const [, due] = await world.intents();
    const intent = await ports.intents.claim(programId, due?.id ?? 0);
    if (!intent) throw new Error("not claimed");
    await ports.intents.markSending(intent, { balanceMinor: 30, readAgainInSeconds: 5 });
    const exigoCustomerId = world.company().customers[0]?.customerID ?? 0;
    if (reaches) await world.moveInExigo(exigoCustomerId, "12");
    return intent;
  };

  it("is found by the look-up to have written", async () => {
    const lost = await dieAfterSending(true);
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed", "sending"]);
    await world.letPass(31);
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed", "confirmed"]);
    expect(await world.ports.intents.finish(lost, { state: "needs_review", error: "late" })).toBeNull();
    expect(await world.ports.intents.markSending(lost, { balanceMinor: 0, readAgainInSeconds: 5 })).toBe(
      false,
    );
  });

  it("is found by the look-up not to have written, and another one writes", async () => {
    await dieAfterSending(false);
    await world.letPass(31);
    await world.deliverDue();
    await world.letPass(2);
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed", "confirmed"]);
    expect(world.movements().map(({ points }) => points)).toEqual([30, 12]);
  });
});

describe("which Exigo customer a member is", () => {
  const setEmail = (verified: boolean) =>
    world.database.pool.query("UPDATE member_customer SET email = 'ana@example.com', email_verified = ?", [
      verified,
    ]);
  const addToExigo = async (email: string) => {
    const made = await world.ports.exigo.createCustomer(
      { ...world.settings, password: PASSWORD },
      { customerKey: `X-${world.company().customers.length}`, firstName: "Ana", lastName: "L", email },
    );
    if (!made.ok) throw new Error(made.message);
    return made.value.exigoCustomerId;
  };
  const linked = async () =>
    (await world.ports.members.findByAccount(world.programId, accountId))?.exigoCustomerId;

  it("is the one with the same verified email, if there is exactly one", async () => {
    await setEmail(true);
    const existing = await addToExigo("Ana@Example.com");
    await world.earn(accountId, 5, "a");
    await world.deliverDue();
    expect(await linked()).toBe(existing);
    expect(world.company().customers).toHaveLength(1);
  });

  it("is a new one when the email is not verified", async () => {
    await setEmail(false);
    const existing = await addToExigo("ana@example.com");
    await world.earn(accountId, 5, "a");
    await world.deliverDue();
    expect(await linked()).not.toBe(existing);
  });

  it("is a new one when two customers have the email", async () => {
    await setEmail(true);
    const existing = [await addToExigo("ana@example.com"), await addToExigo("ana@example.com")];
    await world.earn(accountId, 5, "a");
    await world.deliverDue();
    expect(existing).not.toContain(await linked());
    expect(world.company().customers).toHaveLength(3);
  });

  it("is found by its key when the answer to its making was lost, and made once", async () => {
    await world.earn(accountId, 5, "a");
    world.breakNext("CreateCustomer", "answer-lost-after-effect");
    await world.deliverDue();
    expect(await world.intents()).toMatchObject([{ state: "due", attempts: 1 }]);
    expect(await world.ports.intents.findDue(10)).not.toContainEqual(
      expect.objectContaining({ id: (await world.intents())[0]?.id }),
    );
    await world.letPass(31);
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed"]);
    expect(world.company().customers).toHaveLength(1);
  });

  it("has a balance of zero where Exigo refuses to read one that never was", async () => {
    world.exigo.simulator.settings.absentPointAccount = "error";
    await world.earn(accountId, 5, "a");
    await world.deliverDue();
    expect(await states()).toEqual(["confirmed"]);
  });
});
