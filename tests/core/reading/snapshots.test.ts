import { applyChanges, splitInterval } from "#core/reading";
import type { EffectiveChange, Snapshot } from "#core/reading";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const nothing = { pendingMinor: 0, heldMinor: 0 };
const change = (effectiveAt: string, availableMinor: number): EffectiveChange => ({
  effectiveAt,
  change: { availableMinor, ...nothing },
  entries: 1,
});
const snapshot = (beforeAt: string, availableMinor: number, entries: number): Snapshot => ({
  beforeAt,
  balance: { availableMinor, ...nothing },
  entries,
});

describe("snapshots", () => {
  it("stand at the end of each day with an entry", () => {
    const changes = [
      change("2026-11-20T08:00:00.000Z", 10),
      change("2026-11-20T23:59:59.999Z", 5),
      change("2026-11-22T00:00:00.000Z", -3),
    ];
    expect(applyChanges(null, [], changes)).toEqual([
      snapshot("2026-11-21T00:00:00.000Z", 15, 2),
      snapshot("2026-11-23T00:00:00.000Z", 12, 3),
    ]);
  });

  it("after an entry that took effect earlier move with it, those before do not", () => {
    const base = snapshot("2026-11-18T00:00:00.000Z", 100, 7);
    const later = [snapshot("2026-11-21T00:00:00.000Z", 120, 8)];
    expect(applyChanges(base, later, [change("2026-11-19T12:00:00.000Z", -30)])).toEqual([
      snapshot("2026-11-20T00:00:00.000Z", 70, 8),
      snapshot("2026-11-21T00:00:00.000Z", 90, 9),
    ]);
  });

  it("come to the same whatever pieces the changes arrive in", () => {
    const hours = fc.array(fc.record({ hour: fc.nat(200), amount: fc.integer({ min: -50, max: 50 }) }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(hours, fc.nat(40), (moves, cut) => {
        const whole = apply(new Map(), moves);
        const pieces = apply(apply(new Map(), moves.slice(0, cut)), moves.slice(cut));
        expect([...pieces.values()].sort(byInstant)).toEqual([...whole.values()].sort(byInstant));
      }),
    );
  });

  it("are put into a full interval, never between entries of one instant", () => {
    const changes = [
      change("2026-11-20T08:00:00.000Z", 1),
      { ...change("2026-11-20T09:00:00.000Z", 5), entries: 5 },
      change("2026-11-20T10:00:00.000Z", 1),
      change("2026-11-20T23:59:59.999Z", 1),
    ];
    const start = snapshot("2026-11-20T00:00:00.000Z", 10, 4);
    expect(splitInterval(start, changes, 2, "2026-11-21T00:00:00.000Z")).toEqual([
      snapshot("2026-11-20T09:00:00.001Z", 16, 10),
    ]);
  });
});

const byInstant = (a: Snapshot, b: Snapshot) => (a.beforeAt < b.beforeAt ? -1 : 1);

/** What a store would hold after the moves, given what it held. */
function apply(
  stored: ReadonlyMap<string, Snapshot>,
  moves: readonly { hour: number; amount: number }[],
): Map<string, Snapshot> {
  const after = new Map(stored);
  const changes = [...moves]
    .sort((a, b) => a.hour - b.hour)
    .map(({ hour, amount }) => change(new Date(Date.UTC(2026, 0, 1, hour)).toISOString(), amount));
  const first = changes[0];
  if (!first) return after;
  const all = [...stored.values()].sort(byInstant);
  const base = all.filter((each) => each.beforeAt <= first.effectiveAt).at(-1) ?? null;
  const later = all.filter((each) => each.beforeAt > first.effectiveAt);
  for (const each of applyChanges(base, later, changes)) after.set(each.beforeAt, each);
  return after;
}
