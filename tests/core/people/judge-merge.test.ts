import { describe, expect, it } from "vitest";

import { judgeMerge } from "#core/people";

const member = (memberId: number, exigoCustomerId: number | null = null) => ({ memberId, exigoCustomerId });

describe("members whose customers were merged", () => {
  it.each([
    ["neither is known", null, null, { outcome: "unknown" }],
    ["only the kept one is known", member(1), null, { outcome: "joins", memberId: 1 }],
    ["only the deleted one is known", null, member(2), { outcome: "joins", memberId: 2 }],
    ["they are one member already", member(1, 7), member(1, 7), { outcome: "joins", memberId: 1 }],
    [
      "neither is in Exigo: the kept one goes on",
      member(1),
      member(2),
      { outcome: "merges", fromMemberId: 2, intoMemberId: 1 },
    ],
    [
      "the kept one is in Exigo",
      member(1, 7),
      member(2),
      { outcome: "merges", fromMemberId: 2, intoMemberId: 1 },
    ],
    [
      "the deleted one is in Exigo: its member goes on",
      member(1),
      member(2, 8),
      { outcome: "merges", fromMemberId: 1, intoMemberId: 2 },
    ],
    [
      "both are in Exigo: a person decides",
      member(1, 7),
      member(2, 8),
      { outcome: "asks", fromMemberId: 2, intoMemberId: 1 },
    ],
  ] as const)("%s", (_what, kept, deleted, expected) => {
    expect(judgeMerge(kept, deleted)).toEqual(expected);
  });
});
