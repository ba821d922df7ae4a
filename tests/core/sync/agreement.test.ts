import { describe, expect, it } from "vitest";

import { agreedShare, causeOfGap, mergeBalances } from "#core/sync";

describe("agreedShare", () => {
  it("is the share of value without a gap, and of gaps older than a day apart", () => {
    expect(agreedShare({ valueMinor: 1_000, gapMinor: 100, lateGapMinor: 1 })).toEqual({
      nowPpm: 900_000,
      withinDayPpm: 999_000,
    });
  });

  it("reads as whole only when nothing differs", () => {
    const share = agreedShare({ valueMinor: 2_000_000_000, gapMinor: 1, lateGapMinor: 0 });
    expect(share).toEqual({ nowPpm: 999_999, withinDayPpm: 1_000_000 });
  });

  it("is none without any value, and nothing when only Exigo has some", () => {
    expect(agreedShare({ valueMinor: 0, gapMinor: 0, lateGapMinor: 0 }).nowPpm).toBeNull();
    expect(agreedShare({ valueMinor: 0, gapMinor: 5, lateGapMinor: 5 }).withinDayPpm).toBe(0);
    expect(agreedShare({ valueMinor: 5, gapMinor: 50, lateGapMinor: 0 }).nowPpm).toBe(0);
  });
});

describe("causeOfGap", () => {
  const facts = {
    ...{ isLinked: true, isHandedOver: true, isInExigo: true },
    ...{ underWay: 0, inReview: 0, refused: 0, openCases: 0 },
  };

  it("names first what somebody must do something about", () => {
    expect(causeOfGap({ ...facts, inReview: 1, openCases: 1, underWay: 1 })).toBe("needs_review");
    expect(causeOfGap({ ...facts, openCases: 1, underWay: 1 })).toBe("case");
    expect(causeOfGap({ ...facts, isHandedOver: false, isLinked: false })).toBe("not_handed_over");
    expect(causeOfGap({ ...facts, underWay: 1, refused: 1, isLinked: false })).toBe("on_its_way");
    expect(causeOfGap({ ...facts, refused: 1 })).toBe("refused");
    expect(causeOfGap({ ...facts, isLinked: false, isInExigo: false })).toBe("not_linked");
    expect(causeOfGap({ ...facts, isInExigo: false })).toBe("not_in_exigo");
    expect(causeOfGap(facts)).toBe("being_checked");
  });
});

describe("mergeBalances", () => {
  const rows = (...ids: number[]) => ids.map((exigoCustomerId) => ({ exigoCustomerId }));
  const idsOf = ({ pairs }: ReturnType<typeof mergeBalances>) =>
    pairs.map(({ ours, theirs }) => [ours?.exigoCustomerId ?? null, theirs?.exigoCustomerId ?? null]);

  it("pairs what both have and shows what one lacks", () => {
    const merged = mergeBalances(
      { rows: rows(1, 2, 4), hasMore: false },
      { rows: rows(2, 3, 4, 5), hasMore: false },
    );
    expect(idsOf(merged)).toEqual([
      [1, null],
      [2, 2],
      [null, 3],
      [4, 4],
      [null, 5],
    ]);
  });

  it("goes only as far as both sides are known", () => {
    const merged = mergeBalances({ rows: rows(1, 2), hasMore: true }, { rows: rows(2, 3, 9), hasMore: true });
    expect(idsOf(merged)).toEqual([
      [1, null],
      [2, 2],
    ]);
    expect(merged).toMatchObject({ oursUsed: 2, theirsUsed: 1 });
    expect(mergeBalances({ rows: [], hasMore: true }, { rows: rows(1), hasMore: false }).pairs).toEqual([]);
  });

  it("joins the same whatever the pages are", () => {
    let seed = 7;
    const next = (most: number) => (seed = (seed * 48_271) % 2_147_483_647) % most;
    const some = () => rows(...Array.from({ length: 60 }, (_, id) => id + 1).filter(() => next(3) > 0));
    for (let trial = 0; trial < 200; trial += 1) {
      const [ours, theirs] = [some(), some()];
      const whole = mergeBalances({ rows: ours, hasMore: false }, { rows: theirs, hasMore: false });
      const pieces: unknown[] = [];
      let [one, other] = [0, 0];
      let [oneEnd, otherEnd] = [0, 0];
      while (one < ours.length || other < theirs.length) {
        if (one === oneEnd) oneEnd = Math.min(ours.length, oneEnd + 1 + next(9));
        if (other === otherEnd) otherEnd = Math.min(theirs.length, otherEnd + 1 + next(9));
        const merged = mergeBalances(
          { rows: ours.slice(one, oneEnd), hasMore: oneEnd < ours.length },
          { rows: theirs.slice(other, otherEnd), hasMore: otherEnd < theirs.length },
        );
        pieces.push(...merged.pairs);
        one += merged.oursUsed;
        other += merged.theirsUsed;
      }
      expect(pieces).toEqual(whole.pairs);
    }
  });
});
