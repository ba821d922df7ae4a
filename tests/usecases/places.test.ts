import { expect, test } from "vitest";

import { createPlaces } from "#usecases/places";

/** Work that ends when the test says so. */
function heldWork(most: number) {
  const places = createPlaces(most);
  const begun: string[] = [];
  const ends = new Map<string, (failure?: Error) => void>();
  const run = (name: string) =>
    places.run(() => {
      begun.push(name);
      return new Promise<string>((resolve, reject) => {
        ends.set(name, (failure) => (failure ? reject(failure) : resolve(name)));
      });
    });
  return { places, begun, run, end: (name: string, failure?: Error) => ends.get(name)?.(failure) };
}

test("no more runs at once than there are places, and who came first goes first", async () => {
  const { places, begun, run, end } = heldWork(2);
  const all = ["a", "b", "c", "d"].map(run);
  await Promise.resolve();
  expect(begun).toEqual(["a", "b"]);
  expect(places.hasRoom()).toBe(false);
  end("b");
  await all[1];
  await new Promise(setImmediate);
  expect(begun).toEqual(["a", "b", "c"]);
  end("a");
  end("c");
  await Promise.all([all[0], all[2]]);
  await new Promise(setImmediate);
  expect(begun).toEqual(["a", "b", "c", "d"]);
  expect(places.hasRoom()).toBe(true);
  end("d");
  expect(await all[3]).toBe("d");
});

test("work that fails says so and leaves its place", async () => {
  const { places, run, end } = heldWork(1);
  const failing = run("a");
  await Promise.resolve();
  end("a", new Error("broken"));
  await expect(failing).rejects.toThrow("broken");
  await places.idle();
  expect(places.hasRoom()).toBe(true);
});

test("is idle once nothing runs and nothing waits", async () => {
  const { places, run, end } = heldWork(1);
  await places.idle();
  void run("a");
  void run("b");
  let isIdle = false;
  const idle = places.idle().then(() => (isIdle = true));
  await Promise.resolve();
  end("a");
  await new Promise(setImmediate);
  expect(isIdle).toBe(false);
  end("b");
  expect(await idle).toBe(true);
});
