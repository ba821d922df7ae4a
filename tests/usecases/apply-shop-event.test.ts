import { expect, test } from "vitest";

import { applyShopEvent } from "#usecases/apply-shop-event";
import type { ShopAccess } from "#usecases/ports/shop-access";

type Access = Awaited<ReturnType<ShopAccess["ask"]>>;

/** Applies an uninstall of a shop; tells the outcome and whose tokens were deleted. */
async function uninstall(access: Access, attempt: number, { isNewest = true, ageMs = 20_000 } = {}) {
  const deleted: string[] = [];
  const handled = applyShopEvent(
    {
      shopAccess: { ask: () => Promise.resolve(access) },
      programs: { markUninstalled: () => Promise.resolve(isNewest) },
      sessions: { deleteOfShop: (shopDomain) => Promise.resolve(void deleted.push(shopDomain)) },
    },
    { shopDomain: "one.myshopify.com", triggeredAt: null, attempt, ageMs },
  );
  return { handled, deleted };
}

test("a shop that lets the app in no more is uninstalled at once, and its tokens go", async () => {
  const { handled, deleted } = await uninstall("no", 1);
  expect(await handled).toEqual({ outcome: "posted", reason: "shop_uninstalled" });
  expect(deleted).toEqual(["one.myshopify.com"]);
});

test("one that came too late changes nothing", async () => {
  const { handled, deleted } = await uninstall("no", 1, { isNewest: false });
  expect(await handled).toEqual({ outcome: "ignored", reason: "installed_again_since" });
  expect(deleted).toEqual([]);
});

test.each(["yes", "unknown"] as const)("a shop is asked again when the answer is %s", async (access) => {
  for (const attempt of [1, 2]) {
    const { handled, deleted } = await uninstall(access, attempt);
    await expect(handled).rejects.toMatchObject({ code: "shop_still_answers", retryable: true });
    expect(deleted).toEqual([]);
  }
});

test("a shop that goes on answering has the app", async () => {
  const { handled, deleted } = await uninstall("yes", 3);
  expect(await handled).toEqual({ outcome: "ignored", reason: "shop_still_answers" });
  expect(deleted).toEqual([]);
});

test("while Shopify is out of reach an uninstall waits: it may be a captured one", async () => {
  const { handled, deleted } = await uninstall("unknown", 3);
  expect(await handled).toEqual({ outcome: "waits", inMs: 600_000, reason: "shopify_out_of_reach" });
  expect(deleted).toEqual([]);
});

test("a shop that nobody could ask for two days has closed", async () => {
  const { handled } = await uninstall("unknown", 3, { ageMs: 172_799_999 });
  expect(await handled).toMatchObject({ outcome: "waits" });
  const late = await uninstall("unknown", 3, { ageMs: 172_800_000 });
  expect(await late.handled).toEqual({ outcome: "posted", reason: "shop_uninstalled" });
  expect(late.deleted).toEqual(["one.myshopify.com"]);
});
