import { describe, expect, it } from "vitest";

import { judgeDrift } from "#core/sync";
import type { DriftPolicy, NamedDrift } from "#core/sync";

const extra: NamedDrift = { kind: "extra", cause: "not_ours" };
const seen = {
  driftMinor: 40,
  lastDriftMinor: null as number | null,
  unchangedMs: 0,
  named: extra,
  isProved: false,
  wasLeft: false,
};
const rules = { policy: "adopt" as DriftPolicy, limitMinor: 50, historyLagMs: null as number | null };

describe("judgeDrift without a history", () => {
  it("waits for a second read, and again when the drift has changed", () => {
    expect(judgeDrift(seen, rules)).toBe("wait");
    expect(judgeDrift({ ...seen, lastDriftMinor: 39 }, rules)).toBe("wait");
  });

  it.each(["adopt", "push"] as const)(
    "lets the policy %s take a drift that stayed, up to the limit",
    (policy) => {
      const judge = (driftMinor: number) =>
        judgeDrift({ ...seen, driftMinor, lastDriftMinor: driftMinor }, { ...rules, policy });
      expect(judge(50)).toBe(policy);
      expect(judge(-50)).toBe(policy);
      expect(judge(51)).toBe("case");
      expect(judge(-51)).toBe("case");
    },
  );

  it("leaves every drift to a person under the policy review", () => {
    expect(judgeDrift({ ...seen, lastDriftMinor: 40 }, { ...rules, policy: "review" })).toBe("case");
  });

  it.each<NamedDrift>([
    { kind: "stale", cause: "old_balance" },
    { kind: "wrong_account", cause: "other_account" },
    { kind: "extra", cause: "twice" },
    { kind: "extra", cause: "reference_unknown" },
  ])("leaves $kind told by $cause to a person, however small it is", (named) => {
    expect(judgeDrift({ ...seen, named, lastDriftMinor: 40 }, rules)).toBe("case");
  });
});

describe("judgeDrift with a history", () => {
  const withHistory = { ...rules, historyLagMs: 300_000 };

  it("leaves a movement of Exigo's own to the cursor while the history may lag behind", () => {
    expect(judgeDrift({ ...seen, lastDriftMinor: 40, isProved: true }, withHistory)).toBe("wait");
    expect(judgeDrift({ ...seen, lastDriftMinor: 40, unchangedMs: 300_001 }, withHistory)).toBe("adopt");
    expect(judgeDrift({ ...seen, lastDriftMinor: 39, unchangedMs: 300_001 }, withHistory)).toBe("wait");
  });

  it("acts at once on what the history proves and the cursor does not take", () => {
    const proved = { ...seen, isProved: true };
    expect(judgeDrift({ ...proved, wasLeft: true }, withHistory)).toBe("adopt");
    expect(judgeDrift(proved, { ...withHistory, policy: "review" })).toBe("case");
    expect(judgeDrift(proved, { ...withHistory, policy: "push" })).toBe("push");
    expect(judgeDrift({ ...proved, driftMinor: 51 }, withHistory)).toBe("case");
    const gone: NamedDrift = { kind: "missing", cause: "write_gone" };
    expect(judgeDrift({ ...proved, named: gone }, withHistory)).toBe("adopt");
  });

  it("waits for what the history does not account for", () => {
    expect(judgeDrift({ ...seen, lastDriftMinor: 40, wasLeft: true }, withHistory)).toBe("wait");
  });
});
