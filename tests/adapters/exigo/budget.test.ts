import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { createExigoClient } from "#adapters/exigo/client";
import type { CallAllowance } from "#usecases/ports/call-budget";
import type { CallTurn } from "#usecases/ports/exigo";

import { startExigoSimulator } from "../../../simulators/exigo/server.ts";
import type { RunningExigoSimulator } from "../../../simulators/exigo/server.ts";

let exigo: RunningExigoSimulator;
let asked: CallAllowance[];

beforeAll(async () => {
  exigo = await startExigoSimulator();
});
afterAll(() => exigo.close());
beforeEach(() => {
  asked = [];
});

/** A call in this turn, with a budget that says these waits before it admits it. */
function callIn(turn: CallTurn, waits: number[]) {
  const budget = {
    admit: (allowance: CallAllowance) => {
      asked.push(allowance);
      const waitMs = waits.shift();
      return Promise.resolve(
        waitMs === undefined
          ? ({ admitted: true, call: "call" } as const)
          : ({ admitted: false, waitMs } as const),
      );
    },
    end: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const client = createExigoClient({ allowLoopback: true, budget });
  return client.findAnyCustomer({
    ...{ baseUrl: `${exigo.url}/3.0`, company: "demo", loginName: "api", password: "demo-password" },
    ...{ pointAccountId: 1, historyUrl: null, turn },
  });
}

describe("a call that has to wait for its turn", () => {
  it("says how much longer it waits, which is longest for a person", async () => {
    expect(await callIn("person", [20, 30])).toMatchObject({ ok: true });
    expect(asked.map(({ turn, patienceMs }) => [turn, patienceMs])).toEqual([
      ["person", 8_000],
      ["person", 7_980],
      ["person", 7_950],
    ]);
    asked = [];
    await callIn("polls", []);
    expect(asked[0]?.patienceMs).toBe(1_000);
  });

  it("is not made when it would have to wait too long, which no write counts as an attempt", async () => {
    expect(await callIn("person", [9_000])).toMatchObject({
      ...{ ok: false, failure: "deferred", trouble: "budget", retryInMs: 9_000 },
    });
    expect(await callIn("polls", [20, 990])).toMatchObject({ failure: "deferred" });
  });
});
