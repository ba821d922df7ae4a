import { addDays, addMilliseconds } from "../units/index.ts";
import type { Instant } from "../units/index.ts";
import type { Balance } from "./ledger-types.ts";

/** What all entries that took effect before an instant left in an account. */
export interface Snapshot {
  readonly beforeAt: Instant;
  readonly balance: Balance;
  /** How many entries it sums. */
  readonly entries: number;
}

/** What the entries of one account that took effect at one instant changed. */
export interface EffectiveChange {
  readonly effectiveAt: Instant;
  readonly change: Balance;
  readonly entries: number;
}

const NOTHING: Balance = { availableMinor: 0, pendingMinor: 0, heldMinor: 0 };

/**
 * The snapshots of an account after changes, which come in the order of their instants: one stands at the end of every
 * day with an entry. `base` is the newest snapshot that no change touches (null: there is none), `later` are all after
 * it, in order. Returns every snapshot that is new or other than before.
 */
export function applyChanges(
  base: Snapshot | null,
  later: readonly Snapshot[],
  changes: readonly EffectiveChange[],
): Snapshot[] {
  const known = new Map(later.map((snapshot) => [snapshot.beforeAt, snapshot]));
  const ends = changes.map((change) => endOfDay(change.effectiveAt));
  const boundaries = [...new Set([...known.keys(), ...ends])].sort();
  let before = base ?? { balance: NOTHING, entries: 0 };
  let moved = { balance: NOTHING, entries: 0 };
  let next = 0;
  return boundaries.map((beforeAt) => {
    for (let change = changes[next]; change && change.effectiveAt < beforeAt; change = changes[next]) {
      moved = { balance: add(moved.balance, change.change), entries: moved.entries + change.entries };
      next += 1;
    }
    before = known.get(beforeAt) ?? before;
    return {
      beforeAt,
      balance: add(before.balance, moved.balance),
      entries: before.entries + moved.entries,
    };
  });
}

/**
 * Snapshots inside an interval that holds more entries than are to be added up for one answer: one after every `every`
 * entries, never between two entries of one instant. `start` is the interval's first snapshot (null: the beginning of
 * time), `changes` are all in it, in order; none is made at its end.
 */
export function splitInterval(
  start: Snapshot | null,
  changes: readonly EffectiveChange[],
  every: number,
  end: Instant,
): Snapshot[] {
  let balance = start?.balance ?? NOTHING;
  let entries = start?.entries ?? 0;
  let last = entries;
  return changes.flatMap(({ effectiveAt, change, entries: count }) => {
    balance = add(balance, change);
    entries += count;
    const beforeAt = addMilliseconds(effectiveAt, 1);
    if (entries - last < every || beforeAt >= end) return [];
    last = entries;
    return [{ beforeAt, balance, entries }];
  });
}

function endOfDay(instant: Instant): Instant {
  return addDays(`${instant.slice(0, 10)}T00:00:00.000Z`, 1);
}

function add(a: Balance, b: Balance): Balance {
  return {
    availableMinor: a.availableMinor + b.availableMinor,
    pendingMinor: a.pendingMinor + b.pendingMinor,
    heldMinor: a.heldMinor + b.heldMinor,
  };
}
