import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createMysqlEarnRules } from "#adapters/mysql/earn-rules";
import { liftSimpleRule, utcCalendar } from "#core/rules";
import type { SimpleEarnRule } from "#core/rules";
import type { EarnRules, NewEarnRules } from "#usecases/ports/earn-rules";

import { firstDocument } from "../../support/in-memory-rules.ts";
import { createLedgerWorld } from "../../support/ledger-world.ts";
import type { LedgerWorld } from "../../support/ledger-world.ts";

let world: LedgerWorld;
let earnRules: EarnRules;
beforeAll(async () => {
  world = await createLedgerWorld();
  earnRules = createMysqlEarnRules(world.database);
});
afterAll(() => world.close());

async function addProgram(): Promise<number> {
  const { insertId } = await world.database.pool.query<{ insertId: number }>(
    `INSERT INTO program (name, unit_name, scale, currency, debt_policy, created_at)
     VALUES ('Ruled', 'credits', 0, 'USD', 'negative', UTC_TIMESTAMP(3))`,
  );
  return insertId;
}

const berlin = {
  timeZone: "Europe/Berlin",
  offsets: [{ from: "2026-01-01T00:00:00.000Z", seconds: 3600 }],
};
const newRules = (changes: Partial<NewEarnRules> = {}): NewEarnRules => ({
  document: firstDocument,
  calendar: utcCalendar,
  author: "Ada",
  reason: "",
  activeFrom: null,
  rollbackOf: null,
  needsApproval: false,
  ...changes,
});

describe("versions of earn rules", () => {
  it("come back as they were saved, with the offsets of that day", async () => {
    const programId = await addProgram();
    const document = { ...firstDocument, timeZone: "Europe/Berlin" };
    const rules = newRules({ document, calendar: berlin, reason: "Autumn", rollbackOf: 7 });
    const added = await earnRules.add(programId, rules);
    expect(added).toMatchObject({ version: 1, document, calendar: berlin, author: "Ada", reason: "Autumn" });
    expect(added).toMatchObject({ rollbackOf: 7, state: "approved", decidedBy: null });
    expect(added.activeFrom).toBe(added.createdAt);
    expect(await earnRules.listRecords(programId)).toEqual([added]);
    expect(await earnRules.listVersions(programId)).toEqual([
      { version: 1, activeFrom: added.activeFrom, document, calendar: berlin },
    ]);
  });

  it("are counted one after the other, also when ten authors save at once", async () => {
    const programId = await addProgram();
    const added = await Promise.all(
      Array.from({ length: 10 }, (_, author) => earnRules.add(programId, newRules({ author: `${author}` }))),
    );
    expect(added.map(({ version }) => version).sort((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
  });

  it("may begin later, and never before they were saved", async () => {
    const programId = await addProgram();
    const later = await earnRules.add(programId, newRules({ activeFrom: "2199-01-01T00:00:00.000Z" }));
    const past = await earnRules.add(programId, newRules({ activeFrom: "2020-01-01T00:00:00.000Z" }));
    expect(later.activeFrom).toBe("2199-01-01T00:00:00.000Z");
    expect(past.activeFrom).toBe(past.createdAt);
  });

  it("of before are told in today's shape", async () => {
    const programId = await addProgram();
    const simple: SimpleEarnRule = {
      kind: "perCurrencyUnit",
      enabled: true,
      creditsPerUnitMicros: 2_000_000,
      currency: "USD",
      rounding: "floor",
      expiresAfterDays: 90,
    };
    await world.database.pool.query(
      `INSERT INTO earn_rule_version (program_id, version, document, active_from, author, reason)
       VALUES (?, 1, ?, '2026-11-01 00:00:00', 'Ada', '')`,
      [programId, JSON.stringify(simple)],
    );
    expect(await earnRules.listVersions(programId)).toEqual([
      {
        version: 1,
        activeFrom: "2026-11-01T00:00:00.000Z",
        document: liftSimpleRule(simple),
        calendar: utcCalendar,
      },
    ]);
  });

  it("are read once for many orders, and again when another process saved or decided", async () => {
    const programId = await addProgram();
    await earnRules.add(programId, newRules());
    const elsewhere = createMysqlEarnRules(world.database);
    const first = await earnRules.listVersions(programId);
    expect(await earnRules.listVersions(programId)).toBe(first);
    await elsewhere.add(programId, newRules());
    expect(await earnRules.listVersions(programId)).toHaveLength(2);
    await elsewhere.add(programId, newRules({ needsApproval: true }));
    const waiting = await earnRules.listVersions(programId);
    expect(waiting).toHaveLength(2);
    await elsewhere.decide(programId, 3, { by: "Bob", verdict: "approved", reason: "as agreed" });
    expect(await earnRules.listVersions(programId)).toHaveLength(3);
  });

  it("cannot be changed or deleted by the application", async () => {
    const programId = await addProgram();
    await earnRules.add(programId, newRules());
    for (const statement of ["UPDATE earn_rule_version SET reason = 'x'", "DELETE FROM earn_rule_version"]) {
      await expect(
        world.database.pool.query(`${statement} WHERE program_id = ?`, [programId]),
      ).rejects.toMatchObject({ code: "ER_TABLEACCESS_DENIED_ERROR" });
    }
  });
});

describe("a version that needs approval", () => {
  it("judges nothing before, and orders placed after the approval", async () => {
    const programId = await addProgram();
    const added = await earnRules.add(programId, newRules({ needsApproval: true }));
    expect(added.state).toBe("awaiting_approval");
    expect(await earnRules.listVersions(programId)).toEqual([]);
    expect(await earnRules.decide(programId, 1, { by: "Bob", verdict: "approved", reason: "" })).toBe(true);
    const [record] = await earnRules.listRecords(programId);
    expect(record).toMatchObject({ state: "approved", decidedBy: "Bob", scheduledFrom: added.activeFrom });
    expect((record?.activeFrom ?? "") >= added.activeFrom).toBe(true);
    expect(await earnRules.listVersions(programId)).toHaveLength(1);
  });

  it("keeps its day when it is approved before", async () => {
    const programId = await addProgram();
    const activeFrom = "2199-01-01T00:00:00.000Z";
    await earnRules.add(programId, newRules({ needsApproval: true, activeFrom }));
    await earnRules.decide(programId, 1, { by: "Bob", verdict: "approved", reason: "" });
    expect(await earnRules.listVersions(programId)).toMatchObject([{ activeFrom }]);
  });

  it("is decided once, also when two decide at the same time", async () => {
    const programId = await addProgram();
    await earnRules.add(programId, newRules({ needsApproval: true }));
    const decided = await Promise.all([
      earnRules.decide(programId, 1, { by: "Bob", verdict: "approved", reason: "" }),
      earnRules.decide(programId, 1, { by: "Cy", verdict: "declined", reason: "" }),
    ]);
    expect(decided.filter(Boolean)).toHaveLength(1);
  });

  it("has the threshold that the program says, none at first", async () => {
    const programId = await addProgram();
    expect(await earnRules.findThreshold(programId)).toEqual({ ratePerUnitMicros: null, creditsMinor: null });
    await world.database.pool.query(
      "UPDATE program SET approval_rate_micros = 5000000, approval_credits = 100 WHERE id = ?",
      [programId],
    );
    expect(await earnRules.findThreshold(programId)).toEqual({
      ratePerUnitMicros: 5_000_000,
      creditsMinor: 100,
    });
  });
});
