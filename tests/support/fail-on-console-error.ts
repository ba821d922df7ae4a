import { afterEach, beforeEach, expect, vi } from "vitest";

/** An error that reaches the console unasked fails the test; one that is expected is stubbed by the test itself. */
beforeEach(() => {
  vi.spyOn(console, "error");
});

afterEach(() => {
  const printed = vi.isMockFunction(console.error) ? vi.mocked(console.error).mock.calls : [];
  vi.restoreAllMocks();
  expect(printed, "console.error was called").toEqual([]);
});
