import { expect, test } from "vitest";

import { afterFailure, attemptsFor, DEFAULT_ATTEMPTS, isWornOut } from "#core/inbox";

const attempts = DEFAULT_ATTEMPTS;

test("waits grow with every failure and stay between half and the whole of their step", () => {
  for (let attempt = 1; attempt < attempts; attempt += 1) {
    const step = 1_000 * 4 ** (attempt - 1);
    expect(afterFailure({ attempt, attempts, jitter: 0 })).toEqual({ next: "retry", inMs: step / 2 });
    expect(afterFailure({ attempt, attempts, jitter: 1 })).toEqual({ next: "retry", inMs: step });
  }
});

test("waits grow to about an hour and no further, however many tries there are", () => {
  const waits = [7, 8, 50].map((attempt) => afterFailure({ attempt, attempts: 100, jitter: 1 }));
  expect(waits).toEqual(Array(3).fill({ next: "retry", inMs: 4_096_000 }));
});

test("the eighth failure leads to quarantine unless it is told otherwise", () => {
  expect(attempts).toBe(8);
  expect(afterFailure({ attempt: 8, attempts, jitter: 0.5 })).toEqual({ next: "quarantine" });
  expect(afterFailure({ attempt: 8, attempts: 9, jitter: 0.5 }).next).toBe("retry");
});

test("an event is worn out only after every attempt was begun", () => {
  expect(isWornOut({ attempt: 8, attempts })).toBe(false);
  expect(isWornOut({ attempt: 9, attempts })).toBe(true);
});

test("a topic may have a number of attempts of its own", () => {
  const policy = { attempts: 5, attemptsByTopic: { "orders/create": 12 } };
  expect(attemptsFor(policy, "orders/create")).toBe(12);
  expect(attemptsFor(policy, "orders/paid")).toBe(5);
});
