import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createMysqlCaps } from "#adapters/mysql/caps";
import type { Database } from "#adapters/mysql/database";
import { createMysqlEarnRules } from "#adapters/mysql/earn-rules";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { createMysqlMembers } from "#adapters/mysql/members";
import { createMysqlSystemActions } from "#adapters/mysql/system-actions";
import { shopifyWebhookPayloads } from "#adapters/shopify/webhook-payloads";
import { LedgerFault } from "#core/ledger";
import { liftSimpleRule } from "#core/rules";
import type { Calendar, EarnRulesDocument } from "#core/rules";
import type { CustomerFacts } from "#usecases/ports/members";
import { applyCustomerEvent } from "#usecases/apply-customer-event";
import { giveSystemActions } from "#usecases/give-system-actions";
import type { GiveSystemActionsPorts } from "#usecases/give-system-actions";

import { openDatabaseAt } from "../../support/database-clock.ts";
import { createPeopleWorld } from "../../support/people-world.ts";
import type { PeopleWorld } from "../../support/people-world.ts";

/** Rules that give for everything that comes by itself, from the first of January 2027 on. */
const RULES_FROM = "2027-01-01T00:00:00.000Z";
const berlin: Calendar = {
  timeZone: "Europe/Berlin",
  offsets: [{ from: "2026-10-25T01:00:00.000Z", seconds: 3_600 }],
};
const simple = liftSimpleRule({
  ...{ kind: "perCurrencyUnit", enabled: true, creditsPerUnitMicros: 1_000_000, currency: "USD" },
  ...{ rounding: "floor", expiresAfterDays: null },
});
const all: EarnRulesDocument = {
  ...simple,
  timeZone: "Europe/Berlin",
  system: {
    ...simple.system,
    signUp: { enabled: true, creditsMinor: 100 },
    birthday: { enabled: true, creditsMinor: 200 },
    inactivity: { enabled: true, afterDays: 90, creditsMinor: 40 },
  },
};

let world: PeopleWorld;
let open: Database[] = [];
let programId: number;

beforeEach(async () => {
  world = await createPeopleWorld();
  ({ programId } = world);
});
afterEach(async () => {
  await Promise.all(open.map((database) => database.close()));
  open = [];
  await world.close();
});

async function keepRules(document: EarnRulesDocument, activeFrom = RULES_FROM): Promise<void> {
  await createMysqlEarnRules(world.database).add(programId, {
    ...{ document, calendar: berlin, author: "test", reason: "", activeFrom },
    ...{ rollbackOf: null, needsApproval: false },
  });
}

/** A customer who became a member at `since`. */
async function customer(id: number, since: string, facts: Partial<CustomerFacts> = {}): Promise<number> {
  const { memberId } = await world.ports.members.ensureMember(programId, world.shopId, {
    ...{ customerId: String(id), email: null, emailVerified: false, firstName: null, lastName: null },
    ...{ updatedAt: "2026-01-01T00:00:00.000Z", customerSince: since, ...facts },
  });
  await world.database.pool.query("UPDATE member SET created_at = ? WHERE program_id = ? AND id = ?", [
    new Date(since),
    programId,
    memberId,
  ]);
  return memberId;
}

async function order(orderId: number, memberId: number, placedAt: string): Promise<void> {
  await world.database.pool.query(
    `INSERT INTO order_snapshot
       (program_id, shop_id, order_id, account_id, placed_at, refunds, revision, former_account_ids)
     SELECT program_id, ?, ?, id, ?, '[]', 1, '[]' FROM account WHERE program_id = ? AND member_id = ?`,
    [world.shopId, orderId, new Date(placedAt), programId, memberId],
  );
}

/** What a worker does while the database's clock says `instant`. */
async function portsAt(instant: string): Promise<GiveSystemActionsPorts & { broken: number[] }> {
  const database = await openDatabaseAt(world.testDatabase.appUrl, instant);
  open.push(database);
  const broken: number[] = [];
  return {
    systemActions: createMysqlSystemActions(database),
    members: createMysqlMembers(database),
    earnRules: createMysqlEarnRules(database),
    caps: createMysqlCaps(database),
    ledger: createMysqlLedger(database),
    onBrokenMember: ({ memberId }) => void broken.push(memberId),
    broken,
  };
}

const input = { limit: 2, concurrency: 2, signal: new AbortController().signal };

async function giveAt(instant: string): Promise<void> {
  await giveSystemActions(await portsAt(instant), input);
}

/** Reasons and credits of everything that was given, by member. */
async function given(): Promise<unknown[]> {
  const rows = await world.database.pool.query<{ member: number; reason: string; amount: number }[]>(
    `SELECT a.member_id AS member, e.reason_code AS reason, p.amount FROM entry e
       JOIN posting p ON p.program_id = e.program_id AND p.account_id = e.account_id AND p.seq = e.seq
        AND p.book = 'available'
       JOIN account a ON a.program_id = e.program_id AND a.id = e.account_id
      WHERE e.program_id = ? ORDER BY a.member_id, e.seq`,
    [programId],
  );
  return rows.map(({ member, reason, amount }) => [member, reason, amount]);
}

describe("signing up", () => {
  const told = (id: number, created_at: string) =>
    world.event("customers/create", { id, created_at, updated_at: created_at });
  const apply = (id: number, created_at: string) =>
    applyCustomerEvent(
      {
        ...world.ports,
        systemActions: createMysqlSystemActions(world.database),
        payloads: shopifyWebhookPayloads,
      },
      told(id, created_at),
    );

  it("earns with the webhook that tells it, once however often it comes", async () => {
    await keepRules(all);
    await apply(7, "2027-02-01T10:00:00+01:00");
    await apply(7, "2027-02-01T10:00:00+01:00");
    await giveAt("2027-02-01T12:00:00.000Z");
    const { memberId } = await world.accountOf(7);
    expect(await given()).toEqual([[memberId, "sign-up", 100]]);
  });

  it("earns nothing for those who were customers before the rule was on", async () => {
    await keepRules(simple);
    await keepRules(all, "2027-02-01T00:00:00.000Z");
    await apply(7, "2026-05-05T10:00:00Z");
    await apply(8, "2027-01-31T23:59:59Z");
    await customer(9, "2027-01-31T12:00:00.000Z");
    await giveAt("2027-02-01T12:00:00.000Z");
    expect(await given()).toEqual([]);
  });

  it("is found where only an order or re-reading told of the customer", async () => {
    await keepRules(all);
    const memberIds = [];
    for (const id of [7, 8, 9]) memberIds.push(await customer(id, `2027-02-0${id - 6}T10:00:00.000Z`));
    await giveAt("2027-02-04T00:00:00.000Z");
    expect(await given()).toEqual(memberIds.map((memberId) => [memberId, "sign-up", 100]));
  });

  it("earns nothing for a customer who was forgotten", async () => {
    await keepRules(all);
    await customer(7, "2027-02-01T10:00:00.000Z");
    await world.database.pool.query("UPDATE member_customer SET state = 'redacted' WHERE program_id = ?", [
      programId,
    ]);
    await giveAt("2027-02-01T12:00:00.000Z");
    expect(await given()).toEqual([]);
  });
});

const noSignUp = { ...all, system: { ...all.system, signUp: { enabled: false, creditsMinor: 0 } } };
const OLD = "2026-12-01T00:00:00.000Z";

describe("a birthday", () => {
  const onlyBirthdays = {
    ...noSignUp,
    system: { ...noSignUp.system, inactivity: { ...all.system.inactivity, enabled: false } },
  };
  beforeEach(() => keepRules(onlyBirthdays));

  it("begins with the day in the shop's zone and earns once a year", async () => {
    const memberId = await customer(7, OLD, { birthDate: "1990-05-05" });
    await giveAt("2027-05-04T22:59:59.000Z");
    expect(await given()).toEqual([]);
    const thisYear = [memberId, "birthday", 200];
    for (const now of ["2027-05-04T23:00:00.000Z", "2027-05-05T12:00:00.000Z", "2027-05-06T12:00:00.000Z"]) {
      await giveAt(now);
      expect(await given()).toEqual([thisYear]);
    }
    await giveAt("2028-05-05T12:00:00.000Z");
    expect(await given()).toEqual([thisYear, thisYear]);
  });

  it("moved to a later day earns no second time in its year", async () => {
    const memberId = await customer(7, OLD, { birthDate: "1990-05-05" });
    await giveAt("2027-05-05T12:00:00.000Z");
    await customer(7, OLD, { birthDate: "1990-06-06" });
    await giveAt("2027-06-06T12:00:00.000Z");
    expect(await given()).toEqual([[memberId, "birthday", 200]]);
  });

  it("on a leap day is the 28th of February of other years", async () => {
    const memberId = await customer(7, OLD, { birthDate: "1992-02-29" });
    await giveAt("2027-02-28T12:00:00.000Z");
    await giveAt("2028-02-28T12:00:00.000Z");
    expect(await given()).toEqual([[memberId, "birthday", 200]]);
    await giveAt("2028-02-29T12:00:00.000Z");
    expect(await given()).toHaveLength(2);
  });

  it("is made up for when no worker ran on the day, but not to those who were no members yet", async () => {
    const memberId = await customer(7, OLD, { birthDate: "1990-05-05" });
    await customer(8, "2027-05-06T00:00:00.000Z", { birthDate: "1990-05-05" });
    await giveAt("2027-05-08T12:00:00.000Z");
    expect(await given()).toEqual([[memberId, "birthday", 200]]);
  });

  it("is given once when two workers look at once, and when one was cut off between giving and remembering", async () => {
    const memberIds = [];
    for (const id of [7, 8, 9, 10, 11]) memberIds.push(await customer(id, OLD, { birthDate: "1990-05-05" }));
    const cut = await portsAt("2027-05-05T10:00:00.000Z");
    const record = () => Promise.reject(new Error("killed"));
    const dying = { ...cut, systemActions: { ...cut.systemActions, record } };
    await expect(giveSystemActions(dying, input)).rejects.toThrow("killed");
    await Promise.all([giveAt("2027-05-05T12:00:00.000Z"), giveAt("2027-05-05T12:00:01.000Z")]);
    expect(await given()).toEqual(memberIds.map((memberId) => [memberId, "birthday", 200]));
  });

  it("of a member whose account breaks a rule keeps nobody else waiting", async () => {
    const memberIds = [];
    for (const id of [7, 8, 9]) memberIds.push(await customer(id, OLD, { birthDate: "1990-05-05" }));
    const ports = await portsAt("2027-05-05T12:00:00.000Z");
    const [broken] = memberIds;
    const { accountId } = (await ports.members.findAccount(programId, broken!))!;
    const ledger: typeof ports.ledger = {
      post: (program, commands) =>
        commands.some((command) => command.accountId === accountId)
          ? Promise.reject(new LedgerFault("a lot went below zero"))
          : ports.ledger.post(program, commands),
    };
    await giveSystemActions({ ...ports, ledger }, input);
    expect(ports.broken).toEqual([broken]);
    expect(await given()).toEqual(memberIds.slice(1).map((memberId) => [memberId, "birthday", 200]));
  });
});

describe("a long time without an order", () => {
  beforeEach(() => keepRules(noSignUp));

  it("earns once until the next order", async () => {
    const memberId = await customer(7, OLD);
    await order(1, memberId, "2027-01-05T10:00:00.000Z");
    await giveAt("2027-04-05T09:59:00.000Z");
    expect(await given()).toEqual([]);
    await giveAt("2027-04-06T09:00:00.000Z");
    await giveAt("2027-07-01T09:00:00.000Z");
    const once = [memberId, "inactivity", 40];
    expect(await given()).toEqual([once]);
    await order(2, memberId, "2027-07-02T10:00:00.000Z");
    await giveAt("2027-07-03T09:00:00.000Z");
    expect(await given()).toEqual([once]);
    await giveAt("2027-10-10T09:00:00.000Z");
    expect(await given()).toEqual([once, once]);
  });

  it("counts from when they became members for those who never ordered", async () => {
    const memberIds = [];
    for (const id of [7, 8, 9, 10, 11]) memberIds.push(await customer(id, "2027-01-05T10:00:00.000Z"));
    await giveAt("2027-04-01T09:00:00.000Z");
    expect(await given()).toEqual([]);
    await giveAt("2027-04-06T09:00:00.000Z");
    expect(await given()).toEqual(memberIds.map((memberId) => [memberId, "inactivity", 40]));
  });

  it("knows the orders of a customer who was merged into the member", async () => {
    const kept = await customer(7, OLD);
    const gone = await customer(8, OLD);
    await order(1, gone, "2027-03-01T10:00:00.000Z");
    await world.merge(7, 8);
    await giveAt("2027-04-06T09:00:00.000Z");
    expect(await given()).toEqual([]);
    await giveAt("2027-06-01T09:00:00.000Z");
    expect(await given()).toEqual([[kept, "inactivity", 40]]);
  });

  it("is looked at to the end of all members by a worker that goes on after another was cut off", async () => {
    const memberIds = [];
    for (const id of [7, 8, 9, 10, 11]) memberIds.push(await customer(id, "2027-01-05T10:00:00.000Z"));
    const cut = await portsAt("2027-04-06T09:00:00.000Z");
    let pages = 0;
    const systemActions: typeof cut.systemActions = {
      ...cut.systemActions,
      moveWalk(...walk) {
        pages += 1;
        return pages === 2 ? Promise.reject(new Error("killed")) : cut.systemActions.moveWalk(...walk);
      },
    };
    await expect(giveSystemActions({ ...cut, systemActions }, input)).rejects.toThrow("killed");
    expect(await given()).toHaveLength(4);
    expect(await cut.systemActions.findWalk(programId, "2027-04-06")).toBe(memberIds[1]);
    await giveAt("2027-04-06T10:00:00.000Z");
    expect(await given()).toEqual(memberIds.map((memberId) => [memberId, "inactivity", 40]));
    expect(await cut.systemActions.findWalk(programId, "2027-04-06")).toBeNull();
  });
});

it("of one program keeps no other program waiting", async () => {
  await keepRules(noSignUp);
  for (const id of [7, 8, 9, 10, 11, 12]) await customer(id, "2027-01-05T10:00:00.000Z");
  const ports = await portsAt("2027-04-06T09:00:00.000Z");
  const turns: number[] = [];
  const earnRules: typeof ports.earnRules = {
    listVersions(program) {
      turns.push(program);
      return ports.earnRules.listVersions(program);
    },
  };
  const findPrograms = () => Promise.resolve([programId, programId + 1]);
  await giveSystemActions(
    { ...ports, earnRules, systemActions: { ...ports.systemActions, findPrograms } },
    input,
  );
  expect(turns.slice(0, 3)).toEqual([programId, programId + 1, programId]);
});
