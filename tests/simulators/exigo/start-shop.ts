import type { Exigo } from "./start-exigo.ts";
import { createCustomer, startExigo } from "./start-exigo.ts";

/** A company that sells: one customer, and the items TEA (10.00, tax 8.25 %) and CUP (4.50) in warehouse 1. */
export interface ExigoShop {
  exigo: Exigo;
  customerID: number;
  /** What every order needs beside its lines. */
  order: Record<string, unknown>;
}

export async function startShop(options: Parameters<typeof startExigo>[0] = {}): Promise<ExigoShop> {
  const exigo = await startExigo(options);
  const customerID = await createCustomer(exigo);
  const place = { currencyCode: "usd", priceType: 1 };
  for (const [itemCode, price] of [
    ["TEA", 10],
    ["CUP", 4.5],
  ]) {
    await exigo.control("POST /control/items", {
      itemCode,
      description: `A ${String(itemCode).toLowerCase()}`,
      prices: [{ ...place, price }],
      stock: [{ warehouseID: 1, stockLevel: 20 }],
    });
  }
  const address = {
    firstName: "Ada",
    lastName: "Byron",
    address1: "1 Main",
    city: "Dallas",
    state: "TX",
    country: "US",
  };
  return { exigo, customerID, order: { customerID, ...place, warehouseID: 1, shipMethodID: 6, ...address } };
}

/** Creates an order and gives its id and its sums. Throws when it is refused. */
export async function createOrder(
  { exigo, order }: ExigoShop,
  fields: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const { status, json } = await exigo.call("POST /3.0/orders", { ...order, ...fields });
  if (status !== 200) throw new Error(String(json.message));
  return json;
}

/** The one order of this number, as GetOrders answers it. */
export async function readOrder({ exigo }: ExigoShop, orderID: unknown): Promise<Record<string, unknown>> {
  const { json } = await exigo.call(`GET /3.0/orders?orderID=${String(orderID)}`);
  return (json.orders as Record<string, unknown>[])[0] ?? {};
}

export const tea = { itemCode: "TEA", quantity: 2 };
