import { expect, it } from "vitest";
import { adopt } from "./commands.ts";
import { bucketsOf, open, runOverTime, tell } from "./timeline.ts";

const owing = [0, adopt("exigo", -30)] as const;
const forgive = (amountMinor: number | null) =>
  [0, tell("writeOffDebt", "forgive", { amountMinor })] as const;

it.each([
  ["all of a debt", null, 0],
  ["all of a debt by its amount", 30, 0],
  ["a part of a debt", 20, -10],
])("forgives %s", (_what, amountMinor, availableMinor) => {
  const { ledger, last } = runOverTime([owing, forgive(amountMinor)]);
  expect(bucketsOf(ledger)).toEqual([availableMinor, 0, 0]);
  expect(last).toMatchObject({ ok: true, amountMinor: availableMinor + 30, availableMinor });
});

it("refuses to forgive more than is owed, and where nothing is owed", () => {
  expect(runOverTime([owing, forgive(31)]).last).toEqual({
    ok: false,
    refusal: { code: "more_than_owed", owedMinor: 30, requestedMinor: 31 },
  });
  expect(runOverTime([[0, open("import", 5)], forgive(null)]).last).toEqual({
    ok: false,
    refusal: { code: "no_debt", availableMinor: 5 },
  });
});
