import { expect, test } from "vitest";

import { dueRows, sweepDue } from "#usecases/sweep-due";

const never = new AbortController().signal;

/** Rows that leave the list when they are worked on. */
function listOf(count: number) {
  const rows = new Set(Array.from({ length: count }, (_, index) => index));
  return {
    rows,
    findDue: (limit: number) => Promise.resolve([...rows].slice(0, limit)),
    end: (row: number) => Promise.resolve(rows.delete(row)),
  };
}

/** Work that knows how many rows it was given at once. */
function counted(work: (row: number) => Promise<boolean>) {
  let [now, most] = [0, 0];
  return {
    most: () => most,
    async end(row: number): Promise<boolean> {
      most = Math.max(most, (now += 1));
      await Promise.resolve();
      now -= 1;
      return work(row);
    },
  };
}

test("works through every page of every kind, so many rows at a time", async () => {
  const [events, intents] = [listOf(25), listOf(7)];
  const work = counted(events.end);
  const kinds = [
    dueRows("events", events.findDue, work.end),
    dueRows("intents", intents.findDue, intents.end),
  ];
  expect(await sweepDue({ kinds }, { limit: 10, concurrency: 3, signal: never })).toEqual({
    events: 25,
    intents: 7,
  });
  expect(work.most()).toBe(3);
});

test("works on no more rows of a kind at once than the kind allows", async () => {
  const events = listOf(10);
  const work = counted(events.end);
  const kinds = [dueRows("events", events.findDue, work.end, 2)];
  await sweepDue({ kinds }, { limit: 10, concurrency: 5, signal: never });
  expect([work.most(), events.rows.size]).toEqual([2, 0]);
});

test("ends when other processes have all of a page", async () => {
  const { findDue } = listOf(10);
  const kinds = [dueRows("events", findDue, () => Promise.resolve(null))];
  expect(await sweepDue({ kinds }, { limit: 10, concurrency: 3, signal: never })).toEqual({ events: 0 });
});

test("a kind that fails does not keep the others from their turn", async () => {
  const intents = listOf(3);
  const kinds = [
    dueRows("events", () => Promise.reject(new TypeError("no database")), intents.end),
    dueRows("intents", intents.findDue, intents.end),
  ];
  await expect(sweepDue({ kinds }, { limit: 10, concurrency: 2, signal: never })).rejects.toThrow(TypeError);
  expect(intents.rows.size).toBe(0);
});

test("begins no further row once it is told to stop", async () => {
  const stopping = new AbortController();
  const events = listOf(10);
  const end = (row: number): Promise<boolean> => {
    stopping.abort();
    return events.end(row);
  };
  const kinds = [dueRows("events", events.findDue, end)];
  await sweepDue({ kinds }, { limit: 10, concurrency: 1, signal: stopping.signal });
  expect(events.rows.size).toBe(9);
});
