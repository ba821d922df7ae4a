import { expect, test } from "vitest";

import { createShopGate } from "../../app/ingress/shop-gate.ts";

/** Work that ends when it is told to, and the order in which it was begun. */
function recordedWork() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  return {
    begun,
    work: (name: string) => () => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.push(() => resolve(name)));
    },
    async endNext(): Promise<void> {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test("a place that comes free goes from shop to shop, however much one of them has", async () => {
  const gate = createShopGate({ places: 2, waitingPerShop: 100 });
  const { begun, work, endNext } = recordedWork();
  for (let count = 1; count <= 5; count += 1) void gate.run("noisy", work(`noisy ${count}`));
  void gate.run("quiet", work("quiet 1"));
  void gate.run("other", work("other 1"));
  void gate.run("quiet", work("quiet 2"));
  for (let count = 0; count < 8; count += 1) await endNext();
  expect(begun).toEqual([
    ...["noisy 1", "noisy 2", "noisy 3", "quiet 1", "other 1"],
    ...["noisy 4", "quiet 2", "noisy 5"],
  ]);
});

test("a shop with too much waiting is refused, and only that shop", async () => {
  const gate = createShopGate({ places: 1, waitingPerShop: 2 });
  const { begun, work, endNext } = recordedWork();
  for (let count = 1; count <= 3; count += 1) void gate.run("noisy", work(`noisy ${count}`));
  expect(await gate.run("noisy", work("noisy 4"))).toBeNull();
  const quiet = gate.run("quiet", work("quiet 1"));
  for (let count = 0; count < 4; count += 1) await endNext();
  expect(await quiet).toBe("quiet 1");
  expect(begun).not.toContain("noisy 4");
});

test("work that fails gives its place back", async () => {
  const gate = createShopGate({ places: 1, waitingPerShop: 1 });
  await expect(gate.run("a", () => Promise.reject(new TypeError("no database")))).rejects.toThrow(TypeError);
  expect(await gate.run("a", () => Promise.resolve("done"))).toBe("done");
});
