import type { Command } from "#core/ledger";
import { expect, it } from "vitest";
import { adjust, adopt } from "./commands.ts";
import { open, runOverTime, tell } from "./timeline.ts";

const credits = open("credits", 10);
const hold = tell("placeHold", "hold", { amountMinor: 5, ttlMs: 1 });
const debt = adopt("debt", -30);

const commands: [string, Command[], (amountMinor: number) => Command][] = [
  ["opening balance", [], (amountMinor) => open("open", amountMinor)],
  ["hold", [credits], (amountMinor) => tell("placeHold", "hold", { amountMinor, ttlMs: 1 })],
  [
    "capture",
    [credits, hold],
    (amountMinor) => tell("captureHold", "capture", { holdKey: "hold", amountMinor }),
  ],
  ["transfer", [credits], (amountMinor) => tell("transfer", "move", { toAccountId: 2, amountMinor })],
  ["reversal", [credits], (amountMinor) => tell("reverse", "undo", { reversesKey: "credits", amountMinor })],
  ["write-off", [debt], (amountMinor) => tell("writeOffDebt", "forgive", { amountMinor })],
];

it.each(commands)("refuses a %s of zero", (_what, before, command) => {
  const { last, ledger } = runOverTime([...before, command(0)].map((each) => [0, each]));
  expect(last).toEqual({ ok: false, refusal: { code: "amount_is_zero" } });
  expect(ledger.entries).toHaveLength(before.length);
});

it.each(commands)("refuses a negative %s", (_what, before, command) => {
  const { last, ledger } = runOverTime([...before, command(-3)].map((each) => [0, each]));
  expect(last).toEqual({ ok: false, refusal: { code: "amount_is_negative", requestedMinor: -3 } });
  expect(ledger.entries).toHaveLength(before.length);
});

it.each([adjust("adjust", 0), adopt("adopt", 0)])("refuses $kind by zero", (command) => {
  expect(runOverTime([[0, command]]).last).toEqual({ ok: false, refusal: { code: "amount_is_zero" } });
});
