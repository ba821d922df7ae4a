import { expect, test } from "vitest";

import { afterFailure, isWornOut, MAX_ATTEMPTS } from "#core/inbox";

test("waits grow with every failure and stay between half and the whole of their step", () => {
  for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt += 1) {
    const step = 1_000 * 4 ** (attempt - 1);
    expect(afterFailure({ attempt, jitter: 0 })).toEqual({ next: "retry", inMs: step / 2 });
    expect(afterFailure({ attempt, jitter: 1 })).toEqual({ next: "retry", inMs: step });
  }
});

test("the eighth failure leads to quarantine", () => {
  expect(afterFailure({ attempt: 8, jitter: 0.5 })).toEqual({ next: "quarantine" });
});

test("an event is worn out only after every attempt was begun", () => {
  expect(isWornOut(8)).toBe(false);
  expect(isWornOut(9)).toBe(true);
});
