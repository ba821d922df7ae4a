import { describe, expect, it } from "vitest";

import { settleIntent } from "#core/sync";
import type { IntentState } from "#core/sync";

const points = { kind: "exigo.point" as const, wasSent: true };

describe("settleIntent", () => {
  it("confirms or sends again what needs review", () => {
    const intent = { ...points, state: "needs_review" as const };
    expect(settleIntent(intent, "arrived")).toEqual({ ok: true, settlement: "confirmed" });
    expect(settleIntent(intent, "send_again")).toEqual({ ok: true, settlement: "due" });
  });

  it("sends a refused write again, and does not believe that it arrived", () => {
    const intent = { ...points, state: "refused" as const };
    expect(settleIntent(intent, "send_again")).toEqual({ ok: true, settlement: "due" });
    expect(settleIntent(intent, "arrived")).toEqual({
      ok: false,
      refusal: { code: "intent_cannot_have_arrived", state: "refused" },
    });
  });

  it("does not believe that a write arrived that never left, or that a balance in the store did", () => {
    const state = "needs_review" as const;
    const refused = { ok: false, refusal: { code: "intent_cannot_have_arrived", state } };
    expect(settleIntent({ ...points, state, wasSent: false }, "arrived")).toEqual(refused);
    expect(settleIntent({ kind: "shopify.balance", state, wasSent: true }, "arrived")).toEqual(refused);
  });

  it.each<IntentState>(["due", "sending", "unknown", "confirmed"])(
    "leaves a write alone that is %s",
    (state) => {
      for (const verdict of ["arrived", "send_again"] as const) {
        expect(settleIntent({ ...points, state }, verdict)).toEqual({
          ok: false,
          refusal: { code: "intent_not_waiting", state },
        });
      }
    },
  );
});
