import { describe, expect, it } from "vitest";
import { readOrder, startShop, tea } from "./start-shop.ts";
import type { ExigoShop } from "./start-shop.ts";

const request = (typeName: string, fields: Record<string, unknown>) => ({ typeName, request: fields });

function orderAndPayment(shop: ExigoShop) {
  return [
    request("CreateOrderRequest", { ...shop.order, details: [tea] }),
    request("CreatePaymentRequest", { orderID: 0, amount: 26.65 }),
  ];
}

describe("a transaction", () => {
  it("makes all of it, and fills in the ids of what was made earlier in it", async () => {
    const shop = await startShop();
    const customer = request("CreateCustomerRequest", { firstName: "Bob", customerType: 1 });
    const [order, payment] = orderAndPayment(shop);
    const ofNewCustomer = { ...order, request: { ...order?.request, customerID: 0 } };
    const transactionRequests = [customer, ofNewCustomer, payment];
    const { json } = await shop.exigo.call("POST /3.0/transaction", { transactionRequests });
    const made = json.transactionResponses as { typeName: string; response: Record<string, unknown> }[];
    expect(made.map(({ typeName }) => typeName)).toEqual([
      "CreateCustomerResponse",
      "CreateOrderResponse",
      "CreatePaymentResponse",
    ]);
    expect(await readOrder(shop, made[1]?.response.orderID)).toMatchObject({
      customerID: made[0]?.response.customerID,
      payments: [{ amount: 26.65 }],
    });
  });

  it("makes nothing when one of it is refused", async () => {
    const shop = await startShop();
    const [order] = orderAndPayment(shop);
    for (const refused of [
      request("CreatePaymentRequest", {}),
      request("CreatePointTransactionRequest", {}),
    ]) {
      const transactionRequests = [order, refused];
      const { status } = await shop.exigo.call("POST /3.0/transaction", { transactionRequests });
      expect(status).toBe(400);
    }
    expect((await shop.exigo.call("GET /3.0/orders")).json.recordCount).toBe(0);
  });

  it("makes everything again when it is sent again", async () => {
    const shop = await startShop();
    const transactionRequests = orderAndPayment(shop);
    for (let time = 0; time < 2; time += 1) {
      await shop.exigo.call("POST /3.0/transaction", { transactionRequests });
    }
    expect((await shop.exigo.call("GET /3.0/orders")).json.recordCount).toBe(2);
  });

  it("is not there for a company without it", async () => {
    const shop = await startShop();
    await shop.exigo.control("POST /control/settings", { transactionRoute: "off" });
    const asked = { transactionRequests: orderAndPayment(shop) };
    expect((await shop.exigo.call("POST /3.0/transaction", asked)).status).toBe(404);
  });
});
