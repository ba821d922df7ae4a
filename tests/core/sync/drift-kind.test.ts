import { describe, expect, it } from "vitest";

import { intentIdIn, judgeMovement, nameByBalance, nameByHistory } from "#core/sync";
import type { SeenMovement, ShownMovement } from "#core/sync";

const OLD = 60 * 60_000;
const writes = [
  { intentId: 3, amountMinor: 30, ageMs: OLD },
  { intentId: 2, amountMinor: -5, ageMs: OLD },
  { intentId: 1, amountMinor: 100, ageMs: OLD },
];
const shown = (intentId: number | null, amountMinor: number, changes: Partial<ShownMovement> = {}) => ({
  ...{ transactionId: `${amountMinor}/${intentId}`, intentId, amountMinor },
  intentOf: "this_account" as const,
  ...changes,
});
const ours = [shown(1, 100), shown(2, -5), shown(3, 30)];

describe("nameByHistory", () => {
  const name = (driftMinor: number, movements: ShownMovement[], changes: object = {}) =>
    nameByHistory({
      ...{ driftMinor, writes, movements, knownMinor: 0, healed: [], elsewhere: [], historyLagMs: 1_000 },
      ...changes,
    });

  it.each([
    { what: "a write that is gone", drift: -30, rows: ours.slice(0, 2), named: ["missing", "write_gone"] },
    { what: "a debit that is gone", drift: 5, rows: [ours[0], ours[2]], named: ["extra", "write_gone"] },
    {
      what: "another amount",
      drift: 5,
      rows: [shown(1, 105), ...ours.slice(1)],
      named: ["amount", "other_amount"],
    },
    {
      what: "the opposite sign",
      drift: -60,
      rows: [...ours.slice(0, 2), shown(3, -30)],
      named: ["sign", "opposite_sign"],
    },
    {
      what: "a write that stands twice",
      drift: 30,
      rows: [...ours, shown(3, 30)],
      named: ["extra", "twice"],
    },
    { what: "Exigo's own award", drift: 7, rows: [...ours, shown(null, 7)], named: ["extra", "not_ours"] },
    {
      what: "Exigo's own payment",
      drift: -7,
      rows: [...ours, shown(null, -7)],
      named: ["missing", "not_ours"],
    },
    {
      what: "another account's write",
      drift: 9,
      rows: [...ours, shown(99, 9, { intentOf: "other_account" })],
      named: ["wrong_account", "other_account"],
    },
    {
      what: "a reference that nobody gave",
      drift: 9,
      rows: [...ours, shown(99, 9, { intentOf: "nobody" })],
      named: ["extra", "reference_unknown"],
    },
  ])("names $what", ({ drift, rows, named: [kind, cause] }) => {
    expect(name(drift, rows as ShownMovement[])).toEqual({ kind, cause });
  });

  it("names a write of ours that stands at another customer", () => {
    expect(name(-30, ours.slice(0, 2), { elsewhere: [3] })).toEqual({
      kind: "wrong_account",
      cause: "other_account",
    });
  });

  it("names a balance that is behind its own history", () => {
    expect(name(-30, ours)).toEqual({ kind: "stale", cause: "old_balance" });
  });

  it("does not miss a write that is younger than the history's lag", () => {
    const young = [{ intentId: 4, amountMinor: 8, ageMs: 500 }, ...writes];
    expect(name(-8, ours, { writes: young })).toEqual({ kind: "stale", cause: "old_balance" });
    expect(name(7, [...ours, shown(null, 7)], { writes: young })).toMatchObject({ kind: "extra" });
  });

  it("counts what was adopted, or written back, as known", () => {
    expect(name(4, [...ours, shown(null, 7), shown(null, 4)], { knownMinor: 7 })).toMatchObject({
      cause: "not_ours",
    });
  });

  it("says nothing while history and balance do not fit together", () => {
    expect(name(11, [...ours, shown(null, 7)])).toBeNull();
    expect(name(11, [...ours, shown(null, Number.NaN)])).toBeNull();
  });

  it("does not name again what was put right", () => {
    const rows = [...ours, shown(3, 30), shown(1, 100), shown(null, 4)];
    const healed = [
      { cause: "twice", amountMinor: 30 },
      { cause: "twice", amountMinor: 100 },
    ];
    expect(name(4, rows, { knownMinor: 130, healed })).toEqual({ kind: "extra", cause: "not_ours" });
    expect(name(30, [...rows.slice(0, 5), shown(3, 30)], { knownMinor: 130, healed })).toMatchObject({
      cause: "twice",
    });
  });

  it("gives several causes the name of the largest", () => {
    expect(name(34, [...ours, shown(3, 30), shown(null, 4)])).toEqual({ kind: "extra", cause: "twice" });
  });
});

describe("nameByBalance", () => {
  const name = (driftMinor: number, changes: object = {}) =>
    nameByBalance({ driftMinor, writes, oppositeElsewhere: false, ...changes });

  it("tells what a balance can tell", () => {
    expect(name(-100)).toEqual({ kind: "missing", cause: "write_gone" });
    expect(name(5)).toEqual({ kind: "extra", cause: "write_gone" });
    expect(name(-60)).toEqual({ kind: "sign", cause: "opposite_sign" });
    expect(name(12)).toEqual({ kind: "extra", cause: "not_ours" });
    expect(name(-12)).toEqual({ kind: "missing", cause: "not_ours" });
    expect(name(-30, { oppositeElsewhere: true })).toMatchObject({ kind: "wrong_account" });
  });

  it("takes a balance without the newest writes for an old one, for some minutes", () => {
    const fresh = writes.map((write) => ({ ...write, ageMs: 1_000 }));
    expect(name(-30, { writes: fresh })).toEqual({ kind: "stale", cause: "old_balance" });
    expect(name(-25, { writes: fresh })).toEqual({ kind: "stale", cause: "old_balance" });
    expect(name(-30)).toEqual({ kind: "missing", cause: "write_gone" });
  });
});

describe("judgeMovement", () => {
  const intent = {
    ...{ accountId: 1, amountMinor: 30, state: "unknown" as const, isLeased: false },
    remoteRef: null as string | null,
  };
  const movement: SeenMovement = {
    ...{ transactionId: "500", accountId: 1, amountMinor: 30, isNamed: true, intent, isDoubtful: false },
  };
  const rules = { policy: "adopt" as const, limitMinor: 50 };

  it("settles a write of ours by its number, and only once", () => {
    expect(judgeMovement(movement, rules)).toBe("confirm");
    expect(judgeMovement({ ...movement, intent: { ...intent, remoteRef: "500" } }, rules)).toBe("ours");
    expect(judgeMovement({ ...movement, intent: { ...intent, remoteRef: "499" } }, rules)).toBe("leave");
    expect(judgeMovement({ ...movement, intent: { ...intent, isLeased: true } }, rules)).toBe("later");
  });

  it("leaves what is not as it was sent to the comparison", () => {
    expect(judgeMovement({ ...movement, intent: { ...intent, amountMinor: -30 } }, rules)).toBe("leave");
    expect(judgeMovement({ ...movement, intent: { ...intent, accountId: 2 } }, rules)).toBe("leave");
    expect(judgeMovement({ ...movement, intent: null }, rules)).toBe("leave");
  });

  it("adopts Exigo's own up to the limit, unless a balance may know it already", () => {
    const own = { ...movement, isNamed: false, intent: null };
    expect(judgeMovement(own, rules)).toBe("adopt");
    expect(judgeMovement({ ...own, amountMinor: -51 }, rules)).toBe("leave");
    expect(judgeMovement({ ...own, isDoubtful: true }, rules)).toBe("leave");
    expect(judgeMovement({ ...own, amountMinor: null }, rules)).toBe("leave");
    expect(judgeMovement(own, { ...rules, policy: "push" })).toBe("leave");
    expect(judgeMovement(own, { ...rules, policy: "review" })).toBe("leave");
  });

  it("takes nothing but a whole token for a reference of ours", () => {
    expect(["HC-12", " HC-12 ", "HC-", "HC-12x", "Payment HC-12", null].map(intentIdIn)).toEqual([
      ...[12, 12, null, null, null, null],
    ]);
  });
});
