import { expect, test } from "vitest";

import type { RollupWalk } from "#usecases/ports/ledger-reading";
import { rollUpPrograms } from "#usecases/roll-up-ledger";

const never = new AbortController().signal;

/** Programs with so many stretches to take in, each of one entry. */
function portsOf(stretches: Map<number, number>, broken: readonly number[] = []) {
  const calls: number[] = [];
  const firstLeft = new Map(stretches);
  return {
    calls,
    history: { listPrograms: () => Promise.resolve([...stretches.keys()]) },
    rollup: {
      catchUp(programId: number, _most: number, walk: RollupWalk | null) {
        calls.push(programId);
        if (broken.includes(programId)) return Promise.reject(new Error(`program ${programId}`));
        const left = (stretches.get(programId) ?? 0) - 1;
        stretches.set(programId, left);
        // Each goes on where it stopped: who loses its place would begin at 0 again.
        if ((walk?.afterAccountId ?? 0) + left !== (firstLeft.get(programId) ?? 0) - 1)
          return Promise.reject(new Error(`program ${programId} lost its place`));
        const afterAccountId = (walk?.afterAccountId ?? 0) + 1;
        return Promise.resolve({ entries: 1, walk: left > 0 ? { afterAccountId, asOf: "" } : null });
      },
    },
  };
}

test("takes a stretch of each program in turn until all are up to date", async () => {
  const ports = portsOf(new Map([[1, 3], [2, 1], [3, 2]])); // prettier-ignore

  expect(await rollUpPrograms(ports, { signal: never })).toBe(6);

  expect(ports.calls).toEqual([1, 2, 3, 1, 3, 1]);
});

test("goes on with the others when a program fails, and throws what it threw", async () => {
  const ports = portsOf(new Map([[1, 1], [2, 2], [3, 2]]), [1]); // prettier-ignore

  await expect(rollUpPrograms(ports, { signal: never })).rejects.toThrow("program 1");

  expect(ports.calls).toEqual([1, 2, 3, 2, 3]);
});

test("begins no further stretch once it is told to end", async () => {
  const ports = portsOf(new Map([[1, 9], [2, 9]])); // prettier-ignore
  const stop = new AbortController();
  const { catchUp } = ports.rollup;
  ports.rollup.catchUp = (...args) => {
    if (ports.calls.length === 2) stop.abort();
    return catchUp(...args);
  };

  expect(await rollUpPrograms(ports, { signal: stop.signal })).toBe(3);
});
