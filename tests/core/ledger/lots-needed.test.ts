import { lotsNeededBy } from "#core/ledger";
import { expect, it } from "vitest";
import { adjust, adopt, earn, reverse } from "./commands.ts";
import { open, tell } from "./timeline.ts";

const place = (amountMinor: number) => tell("placeHold", "hold", { amountMinor, ttlMs: 1 });
const move = (amountMinor: number) => tell("transfer", "move", { toAccountId: 2, amountMinor });

it("looks at the lots of an account that earns only when the order is known, to take back from them", () => {
  expect(lotsNeededBy(earn("order", 1, 50))).toBe("ofKnownSubject");
});

it.each([
  adjust("gift", 1),
  adopt("exigo", 1),
  open("import", 5),
  tell("writeOffDebt", "forgive", { amountMinor: null }),
])("adds credits without looking at lots: $kind", (command) => {
  expect(lotsNeededBy(command)).toBe("none");
});

it.each([
  tell("mature", "due", { lot: { entrySeq: 1, line: 0 } }),
  tell("captureHold", "capture", { holdKey: "hold", amountMinor: null }),
  tell("voidHold", "void", { holdKey: "hold" }),
  tell("expireHold", "expire", { holdKey: "hold" }),
])("looks at no other lots than those that it names: $kind", (command) => {
  expect(lotsNeededBy(command)).toBe("none");
});

it.each([adjust("nothing", 0), adopt("nothing", 0)])(
  "refuses zero without looking at lots: $kind",
  (command) => {
    expect(lotsNeededBy(command)).toBe("none");
  },
);

it.each([adjust("spend", -7), place(7), move(7)])(
  "spends from the lots that end soonest: $kind",
  (command) => {
    expect(lotsNeededBy(command)).toEqual({ soonestMinor: 7 });
  },
);

it.each([place(-7), move(-7)])("takes nothing for a negative amount, which is refused: $kind", (command) => {
  expect(lotsNeededBy(command)).toEqual({ soonestMinor: 0 });
});

it.each([
  adopt("exigo", -1),
  tell("expireLots", "sweep", { dueAt: "2026-11-20T12:00:00.000Z" }),
  reverse("undo", "spend"),
  tell("mergeAccounts", "merge", { toAccountId: 2 }),
  tell("returnTransfer", "back", { toAccountId: 2, reversesKey: "move" }),
])("takes from any lot or fills it again: $kind", (command) => {
  expect(lotsNeededBy(command)).toBe("all");
});
