import { describe, expect, it } from "vitest";

import { DEFAULT_REREAD_POLICY, planReread, shareRead } from "#core/rereading";

const NOW = "2026-11-20T12:00:00.000Z";
const plan = (cause: "routine" | "requested" | "import", since: string | null) =>
  planReread({ cause, since, now: NOW }, DEFAULT_REREAD_POLICY);

describe("the plan of a run", () => {
  it("overlaps with the run before it and leaves the last moments to their webhooks", () => {
    expect(plan("routine", "2026-11-20T11:43:00.000Z")).toEqual({
      range: { since: "2026-11-20T11:13:00.000Z", until: "2026-11-20T11:56:00.000Z" },
      method: "pages",
    });
  });

  it("reads up to this moment what a person asks for, from just when they say", () => {
    expect(plan("requested", "2026-11-20T09:00:00.000Z")).toEqual({
      range: { since: "2026-11-20T09:00:00.000Z", until: NOW },
      method: "pages",
    });
  });

  it("reads more than a day, and everything, by a bulk operation", () => {
    expect(plan("requested", "2026-11-19T12:00:00.000Z").method).toBe("pages");
    expect(plan("requested", "2026-11-19T11:59:59.000Z").method).toBe("bulk");
    expect(plan("routine", "2026-11-18T12:00:00.000Z").method).toBe("bulk");
    expect(plan("import", null)).toEqual({ range: { since: null, until: NOW }, method: "bulk" });
  });

  it("never ends before it begins, for a shop that was installed a moment ago", () => {
    const policy = { ...DEFAULT_REREAD_POLICY, overlapMs: 0 };
    expect(planReread({ cause: "routine", since: NOW, now: NOW }, policy).range).toEqual({
      since: NOW,
      until: NOW,
    });
  });
});

describe("the share that is read", () => {
  const run = {
    state: "reading",
    method: "pages",
    since: "2026-11-20T10:00:00.000Z",
    until: NOW,
    readTo: "2026-11-20T10:30:00.000Z",
    read: 40,
    total: null,
  } as const;

  it("follows the time of the changes when pages are read", () => {
    expect(shareRead(run)).toBe(0.25);
    expect(shareRead({ ...run, readTo: null })).toBe(0);
    expect(shareRead({ ...run, until: null })).toBeNull();
  });

  it("is counted in bulk, and unknown until Shopify has counted", () => {
    expect(shareRead({ ...run, method: "bulk", total: 160 })).toBe(0.25);
    expect(shareRead({ ...run, method: "bulk", total: 0, read: 0 })).toBe(0);
    expect(shareRead({ ...run, method: "bulk" })).toBeNull();
  });

  it("is all of it once the run has ended", () => {
    expect(shareRead({ ...run, state: "finished" })).toBe(1);
  });
});
