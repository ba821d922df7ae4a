import { expect, it } from "vitest";

import { adjust, earn } from "./commands.ts";
import { bucketsOf, runOverTime } from "./timeline.ts";

it.each([
  ["owes what a merged account must take back and no longer has", { mayOwe: true }, -30],
  ["takes nothing back that was spent from an account that is its own", {}, 0],
])("a program that blocks debts %s", (_what, overrides, availableMinor) => {
  const { ledger } = runOverTime(
    [
      [0, earn("order", 1, 30)],
      [0, adjust("spent", -30)],
      [0, earn("order", 2, 0, overrides)],
    ],
    { debtPolicy: "block" },
  );
  expect(bucketsOf(ledger)).toEqual([availableMinor, 0, 0]);
});
