import { describe, expect, it } from "vitest";

import { noCaps } from "#core/rules";
import type { EarnRule, EarnRulesDocument } from "#core/rules";
import { decideEarnRules } from "#usecases/decide-earn-rules";
import { rollBackEarnRules } from "#usecases/roll-back-earn-rules";
import { saveEarnRules } from "#usecases/save-earn-rules";
import { setApprovalThreshold } from "#usecases/set-approval-threshold";

import { createInMemoryRules, firstDocument } from "../support/in-memory-rules.ts";

const anybody = { ratePerUnitMicros: null, creditsMinor: null };
const asked = { programId: 1, author: "Ada", reason: "Autumn", activeFrom: null };
const rounded: EarnRulesDocument = { ...firstDocument, rounding: "ceil" };

const rule = (id: string, earns: EarnRule["earns"]): EarnRule => ({
  ...{ id, name: id, enabled: true, window: { from: null, until: null }, when: null, earns },
  caps: { perOrderMinor: null, ...noCaps },
});
const withRules = (overlap: EarnRulesDocument["overlap"], ...rules: EarnRule[]): EarnRulesDocument => ({
  ...firstDocument,
  overlap,
  rules,
});

describe("saving earn rules", () => {
  it("makes the next version with its author, reason and zone", async () => {
    const { ports, records } = createInMemoryRules(anybody);
    const document = { ...rounded, timeZone: "Europe/Berlin" };
    const saved = await saveEarnRules(ports, { ...asked, document });
    expect(saved).toMatchObject({ ok: true, changed: true });
    expect(records[1]).toMatchObject({
      ...{ version: 2, document, author: "Ada", reason: "Autumn", state: "approved", rollbackOf: null },
      calendar: { timeZone: "Europe/Berlin" },
    });
  });

  it("makes none of what the newest version says, unless it is for a day of its own", async () => {
    const { ports, records } = createInMemoryRules(anybody);
    const same = { ...asked, document: { ...firstDocument } };
    expect(await saveEarnRules(ports, same)).toMatchObject({ ok: true, changed: false });
    const later = "2027-01-01T00:00:00.000Z";
    expect(await saveEarnRules(ports, { ...same, activeFrom: later })).toMatchObject({ changed: true });
    expect(records[1]).toMatchObject({ activeFrom: later });
  });

  it.each([
    ["program_unknown", { ...asked, programId: 9, document: rounded }],
    ["earn_rules_other_currency", { ...asked, document: { ...rounded, currency: "EUR" } }],
    ["time_zone_unknown", { ...asked, document: { ...rounded, timeZone: "Mars/Olympus" } }],
  ])("refuses with %s", async (code, input) => {
    const { ports, records } = createInMemoryRules(anybody);
    expect(await saveEarnRules(ports, input)).toMatchObject({ ok: false, refusal: { code } });
    expect(records).toHaveLength(1);
  });
});

describe("rolling back", () => {
  it("makes a version that says what the old one said, and names it", async () => {
    const { ports, records } = createInMemoryRules(anybody);
    await saveEarnRules(ports, { ...asked, document: rounded });
    const back = await rollBackEarnRules(ports, { ...asked, version: 1 });
    expect(back).toMatchObject({ ok: true, changed: true });
    expect(records[2]).toMatchObject({ version: 3, document: firstDocument, rollbackOf: 1 });
    expect(records[1]?.document).toEqual(rounded);
  });

  it("is refused to a version that does not exist", async () => {
    const { ports } = createInMemoryRules(anybody);
    expect(await rollBackEarnRules(ports, { ...asked, version: 9 })).toEqual({
      ok: false,
      refusal: { code: "earn_rules_version_unknown" },
    });
  });
});

describe("a version above the threshold", () => {
  const threshold = { ratePerUnitMicros: 2_000_000, creditsMinor: 100 };
  const rate = rule("rate", { creditsPerUnitMicros: 1_500_000 });
  const double = rule("double", { multiplyBps: 20_000 });

  it.each<[string, EarnRulesDocument, boolean]>([
    ["a rate up to it", withRules("bestOf", rate), false],
    ["a rate that a multiplier lifts over it", withRules("bestOf", rate, double), true],
    ["two rates, of which the best counts", withRules("bestOf", rate, { ...rate, id: "b" }), false],
    ["two rates that add up", withRules("sum", rate, { ...rate, id: "b" }), true],
    ["a rule that is off", withRules("sum", rate, { ...double, enabled: false }), false],
    ["a bonus up to it", withRules("bestOf", rule("b", { creditsPerOrderMinor: 100 })), false],
    ["a bonus over it", withRules("bestOf", rule("b", { creditsPerOrderMinor: 101 })), true],
    [
      "credits per item that double over it",
      withRules("bestOf", rule("i", { creditsPerItemMinor: 60 }), double),
      true,
    ],
    [
      "a birthday over it",
      {
        ...firstDocument,
        system: { ...firstDocument.system, birthday: { enabled: true, creditsMinor: 101 } },
      },
      true,
    ],
  ])("%s", async (_title, document, waits) => {
    const { ports, records } = createInMemoryRules(threshold);
    await saveEarnRules(ports, { ...asked, document });
    expect(records[1]?.state).toBe(waits ? "awaiting_approval" : "approved");
  });

  const bold = withRules("bestOf", rate, double);
  async function submitted() {
    const world = createInMemoryRules(threshold);
    await saveEarnRules(world.ports, { ...asked, document: bold });
    const decide = (by: string, verdict: "approved" | "declined", version = 2) =>
      decideEarnRules(world.ports, { programId: 1, version, by, verdict, reason: "Seen" });
    return { ...world, decide };
  }

  it("judges nothing until a second person approves it", async () => {
    const { ports, decide } = await submitted();
    expect(await ports.earnRules.listVersions(1)).toHaveLength(1);
    expect(await decide("Bob", "approved")).toEqual({ ok: true });
    expect((await ports.earnRules.listVersions(1)).map(({ version }) => version)).toEqual([1, 2]);
  });

  it("cannot be approved by its author, who may decline it", async () => {
    const { decide, records } = await submitted();
    expect(await decide("Ada", "approved")).toMatchObject({ refusal: { code: "earn_rules_own_version" } });
    expect(await decide("Ada", "declined")).toEqual({ ok: true });
    expect(records[1]).toMatchObject({ state: "declined", decidedBy: "Ada", decisionReason: "Seen" });
  });

  it("is decided once, and only where a decision is awaited", async () => {
    const { decide } = await submitted();
    await decide("Bob", "declined");
    expect(await decide("Cy", "approved")).toMatchObject({ refusal: { code: "earn_rules_not_awaiting" } });
    expect(await decide("Cy", "approved", 1)).toMatchObject({ refusal: { code: "earn_rules_not_awaiting" } });
    expect(await decide("Cy", "approved", 9)).toMatchObject({
      refusal: { code: "earn_rules_version_unknown" },
    });
  });

  it("may be submitted again after it was declined, and by rolling back, and waits again", async () => {
    const { ports, decide, records } = await submitted();
    await decide("Bob", "declined");
    expect(await saveEarnRules(ports, { ...asked, document: bold })).toMatchObject({ changed: true });
    await decide("Bob", "approved", 3);
    await saveEarnRules(ports, { ...asked, document: firstDocument });
    await rollBackEarnRules(ports, { ...asked, version: 3 });
    expect(records.map(({ state }) => state)).toEqual([
      ...["approved", "declined", "approved", "approved"],
      "awaiting_approval",
    ]);
  });
});

describe("the threshold", () => {
  it("holds for versions that are saved after it was set", async () => {
    const { ports, records } = createInMemoryRules(anybody);
    const set = (ratePerUnitMicros: number | null, programId = 1) =>
      setApprovalThreshold(ports, {
        ...{ programId, by: "Owner" },
        threshold: { ratePerUnitMicros, creditsMinor: null },
      });
    await saveEarnRules(ports, { ...asked, document: rounded });
    expect(await set(500_000)).toEqual({ ok: true });
    await saveEarnRules(ports, { ...asked, document: firstDocument });
    expect(records.map(({ state }) => state)).toEqual(["approved", "approved", "awaiting_approval"]);
    expect(await set(-1)).toMatchObject({ refusal: { code: "threshold_out_of_range" } });
    expect(await set(0.5)).toMatchObject({ refusal: { code: "threshold_out_of_range" } });
    expect(await set(1, 9)).toMatchObject({ refusal: { code: "program_unknown" } });
  });
});
