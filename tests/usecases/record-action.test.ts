import { describe, expect, it } from "vitest";

import { noCaps } from "#core/rules";
import type { ActionRule, EarnRulesDocument, MemberEvent } from "#core/rules";
import { recordAction } from "#usecases/record-action";

import { NOW } from "../core/ledger/commands.ts";
import { createInMemoryLedger, createInMemoryMembers } from "../support/in-memory-app.ts";
import { createInMemoryCaps, createInMemoryRules, firstDocument } from "../support/in-memory-rules.ts";

const review: ActionRule = {
  ...{ id: "review", name: "Review", enabled: true, event: "review", creditsMinor: 30 },
  caps: { ...noCaps, perMemberMonthMinor: 50 },
};
const document: EarnRulesDocument = {
  ...firstDocument,
  actions: [review],
  system: {
    ...firstDocument.system,
    expiry: { enabled: true, days: 30 },
    signUp: { enabled: true, creditsMinor: 100 },
    birthday: { enabled: true, creditsMinor: 200 },
    inactivity: { enabled: true, afterDays: 180, creditsMinor: 40 },
  },
};
const customer = {
  ...{ customerId: "51", email: null, emailVerified: false, firstName: null, lastName: null },
  updatedAt: NOW,
};

async function world(rules: EarnRulesDocument = document) {
  const { ports, records } = createInMemoryRules({ ratePerUnitMicros: null, creditsMinor: null });
  const [first] = records;
  if (first) records[0] = { ...first, document: rules };
  const { ledger, entries, balanceOf } = createInMemoryLedger();
  const { members } = createInMemoryMembers();
  const { memberId, accountId } = await members.ensureMember(1, 3, customer);
  const caps = createInMemoryCaps();
  const record = (event: MemberEvent, member = memberId) =>
    recordAction({ ...ports, members, caps, ledger }, { programId: 1, memberId: member, event });
  return { record, entries, balance: () => balanceOf(accountId) };
}

const at = NOW;
const reviewed = (eventId: string): MemberEvent => ({ kind: "custom", at, event: "review", eventId });

describe("an event that is no order", () => {
  it.each<[string, MemberEvent, string, number]>([
    ["signing up", { kind: "sign_up", at }, "member/1/sign-up/earn", 100],
    ["a birthday", { kind: "birthday", at }, `member/1/birthday/${at.slice(0, 4)}/earn`, 200],
    ["a review", reviewed("r-1"), "member/1/action/review/r-1/earn", 30],
    [
      "not having ordered for long",
      { kind: "inactivity", at, since: "2020-01-01T00:00:00.000Z" },
      "member/1/inactivity/2020-01-01T00:00:00.000Z/earn",
      40,
    ],
  ])(
    "%s earns under a key of its own, once however often it is told",
    async (_title, event, key, credits) => {
      const { record, entries, balance } = await world();
      const earned = { ok: true, creditsMinor: credits, outcome: "earned" };
      expect([await record(event), await record(event)]).toEqual([earned, earned]);
      expect(balance()).toBe(credits);
      expect(entries).toHaveLength(1);
      expect(entries[0]).toMatchObject({ key, cause: { kind: "rule", ref: "1" } });
    },
  );

  it("told again with another moment counts no second time", async () => {
    const { record, balance } = await world();
    await record({ kind: "sign_up", at });
    const later = { kind: "sign_up", at: "2030-01-01T00:00:00.000Z" } as const;
    expect(await record(later)).toEqual({ ok: true, creditsMinor: 0, outcome: "counted_before" });
    expect(balance()).toBe(100);
  });

  it("counts once a year when it is a birthday", async () => {
    const { record, balance } = await world();
    await record({ kind: "birthday", at: "2026-05-05T10:00:00.000Z" });
    await record({ kind: "birthday", at: "2026-05-05T20:00:00.000Z" });
    await record({ kind: "birthday", at: "2027-05-05T10:00:00.000Z" });
    expect(balance()).toBe(400);
  });

  it("has a cap of its own", async () => {
    const { record } = await world();
    const given = [];
    for (const id of ["r-1", "r-2", "r-3"]) given.push(await record(reviewed(id)));
    expect(given.map((each) => each.ok && [each.creditsMinor, each.outcome])).toEqual([
      [30, "earned"],
      [20, "earned"],
      [0, "cap_reached"],
    ]);
  });

  it("gives credits that expire as the rules say", async () => {
    const { record, entries } = await world();
    await record({ ...reviewed("r-1"), at: "2026-11-01T00:00:00.000Z" });
    expect(entries[0]?.newLots[0]).toMatchObject({ expiresAt: "2026-12-01T00:00:00.000Z" });
  });

  it("may be answered by several actions", async () => {
    const { record, balance } = await world({ ...document, actions: [review, { ...review, id: "thanks" }] });
    expect(await record(reviewed("r-1"))).toMatchObject({ creditsMinor: 60 });
    expect(balance()).toBe(60);
  });

  const since = "2026-11-01T00:00:00.000Z";
  it.each<[string, MemberEvent]>([
    ["no_rule", { kind: "custom", at, event: "referral", eventId: "1" }],
    ["event_id_malformed", reviewed("a b")],
    ["event_id_malformed", reviewed("x".repeat(41))],
    ["not_inactive_yet", { kind: "inactivity", at: "2026-11-20T00:00:00.000Z", since }],
  ])("is refused with %s", async (code, event) => {
    const { record, entries } = await world();
    expect(await record(event)).toMatchObject({ ok: false, refusal: { code } });
    expect(entries).toEqual([]);
  });

  it("is refused for who signed up before there were rules", async () => {
    const { record } = await world();
    const before = "2020-01-01T00:00:00.000Z";
    expect(await record({ kind: "sign_up", at: before })).toMatchObject({
      refusal: { code: "signed_up_before" },
    });
  });

  it("is refused where its rule is off, and for nobody", async () => {
    const { record } = await world({ ...firstDocument, actions: [{ ...review, enabled: false }] });
    expect(await record({ kind: "sign_up", at })).toMatchObject({ refusal: { code: "rule_off" } });
    expect(await record(reviewed("r-1"))).toMatchObject({ refusal: { code: "rule_off" } });
    expect(await record(reviewed("r-1"), 99)).toMatchObject({ refusal: { code: "member_unknown" } });
  });
});
