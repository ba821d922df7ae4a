import { expect, test } from "vitest";

import { createOwedIntents } from "#usecases/owed-intents";

function recorded() {
  const woken: string[] = [];
  const owed = createOwedIntents({
    wakeUp: {
      intent: (programId, id) => {
        woken.push(`${programId}/${id}`);
        return Promise.resolve();
      },
    },
  });
  return { owed, woken };
}

test("a process that carries nothing out wakes a worker for each intent", () => {
  const { owed, woken } = recorded();
  owed.tell(1, [7, 8]);
  expect(woken).toEqual(["1/7", "1/8"]);
});

test("a process that carries intents out takes what it has room for, and wakes others for the rest", () => {
  const { owed, woken } = recorded();
  const taken: number[] = [];
  owed.takeHere(({ id }) => {
    if (taken.length === 2) return false;
    taken.push(id);
    return true;
  });
  owed.tell(1, [7, 8, 9]);
  expect(taken).toEqual([7, 8]);
  expect(woken).toEqual(["1/9"]);
});
