import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Furnished } from "./open-shop.ts";
import { domain, furnishShop, openBrowser, openShop } from "./open-shop.ts";

let shop: Furnished;
let served: Awaited<ReturnType<typeof openShop>>;
let browser: ReturnType<typeof openBrowser>;

beforeEach(async () => {
  shop = furnishShop();
  served = await openShop(shop);
  browser = openBrowser(served.origin);
});
afterEach(() => served.close());

const variantOf = (product: Furnished["mug"]): number => product.variants[0]?.id ?? 0;
const cartToken = (html: string): string => /name="cart_token" value="([^"]+)"/.exec(html)?.[1] ?? "";
const ordersOf = () => shop.store.ordersOf(domain);

async function fillCartAs(customerId: number | null): Promise<string> {
  if (customerId !== null) await browser.post("/account/login", { customer_id: customerId });
  await browser.post("/cart/add", { id: variantOf(shop.mug), quantity: 2 });
  return cartToken((await browser.get("/checkout")).html);
}

describe("a purchase through the pages", () => {
  it("places and pays the order of the logged-in customer, for the amount on the pay button", async () => {
    const token = await fillCartAs(shop.mara.id);
    const checkout = await browser.get("/checkout");
    expect(checkout.html).toContain("Pay $57.80");

    const thanks = await browser.post("/checkout", { cart_token: token, pay: "now" });
    const [order] = ordersOf();
    expect(order).toMatchObject({
      customerId: shop.mara.id,
      email: "mara@example.com",
      financialStatus: "paid",
    });
    expect(order?.originalTotal.shopMinor).toBe(5780);
    expect(order?.lines.map((line) => [line.title, line.quantity])).toEqual([["Morning mug", 2]]);
    expect(thanks.path).toBe(`/orders/${order?.token}`);
    expect(thanks.html).toContain("Thank you");
    expect(shop.events).toEqual(expect.arrayContaining(["orders/create", "orders/paid"]));
    expect((await browser.get("/cart")).html).toContain("Your cart is empty");
    expect((await browser.get("/account")).html).toContain(order?.name);
  });

  it("places an order without paying when asked to", async () => {
    const token = await fillCartAs(shop.mara.id);
    const thanks = await browser.post("/checkout", { cart_token: token, pay: "later" });
    expect(ordersOf()[0]?.financialStatus).toBe("pending");
    expect(shop.events).not.toContain("orders/paid");
    expect(thanks.html).toContain("Payment pending");
  });

  it("places one order when the form is sent twice", async () => {
    const token = await fillCartAs(shop.mara.id);
    const first = await browser.post("/checkout", { cart_token: token, pay: "now" });
    const second = await browser.post("/checkout", { cart_token: token, pay: "now" });
    expect(second.path).toBe(first.path);
    expect(ordersOf()).toHaveLength(1);
  });

  it("takes a guest's order by email and refuses text that is no address", async () => {
    const token = await fillCartAs(null);
    const refused = await browser.post("/checkout", { cart_token: token, pay: "now", email: "nobody" });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain("Enter an email address");
    expect(ordersOf()).toHaveLength(0);
    await browser.post("/checkout", { cart_token: token, pay: "now", email: "guest@example.com" });
    expect(ordersOf()[0]).toMatchObject({ customerId: null, email: "guest@example.com" });
  });

  it("leads back to the cart when there is nothing to buy", async () => {
    const page = await browser.get("/checkout");
    expect(page.path).toBe("/cart");
    expect(page.html).toContain("Put something in it before you check out");
  });
});

describe("the cart", () => {
  it("changes quantities and removes lines", async () => {
    await browser.post("/cart/add", { id: variantOf(shop.mug), quantity: 1 });
    const changed = await browser.post("/cart/change", { id: variantOf(shop.mug), quantity: 3 });
    expect(changed.html).toContain("$72.00");
    const removed = await browser.post("/cart/change", { id: variantOf(shop.mug), quantity: 0 });
    expect(removed.html).toContain("Your cart is empty");
  });

  it("holds no more than is in stock and says so", async () => {
    const page = await browser.post("/cart/add", { id: variantOf(shop.lamp), quantity: 5 });
    expect(page.html).toContain("Only 3 of Reading lamp can be ordered");
    expect(page.html).toContain('value="3"');
  });

  it("refuses a quantity that is no whole number", async () => {
    const page = await browser.post("/cart/add", { id: variantOf(shop.mug), quantity: "1.5" });
    expect(page.html).toContain("Choose a quantity of 1 or more");
    expect(page.html).toContain("Your cart is empty");
  });

  it("belongs to one browser", async () => {
    await browser.post("/cart/add", { id: variantOf(shop.mug), quantity: 1 });
    expect((await openBrowser(served.origin).get("/cart")).html).toContain("Your cart is empty");
  });
});
