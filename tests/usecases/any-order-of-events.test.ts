import fc from "fast-check";
import { expect, it } from "vitest";

import type { OrderNews } from "#core/earning";
import type { CustomerFacts } from "#usecases/ports/members";
import type { Shop } from "#usecases/ports/programs";
import { settleOrder } from "#usecases/settle-order";

import { rule } from "../core/earning/orders.ts";
import {
  createInMemoryCaps,
  createInMemoryContexts,
  createInMemoryLedger,
  createInMemoryMembers,
  createInMemoryOrders,
  createInMemoryPrograms,
} from "../support/in-memory-app.ts";
import { arrivals, customerOf, CUSTOMERS, live } from "../support/order-lives.ts";

const rules = [rule(1, "2026-11-01T00:00:00.000Z", { creditsPerUnitMicros: 1_370_000, rounding: "half-up" })];
const shop: Shop = {
  shopId: 3,
  programId: 1,
  domain: "test.myshopify.com",
  name: "Test",
  currency: "USD",
  state: "installed",
  scopes: null,
};
/** What each customer holds, and what the order is said to earn, after these events in this order. */
async function settleAll(events: readonly OrderNews[]) {
  const { members } = createInMemoryMembers();
  const { orders, evaluationOf } = createInMemoryOrders();
  const { ledger, waitingCredits, balanceOf, entries } = createInMemoryLedger();
  const ports = {
    ...createInMemoryPrograms(rules),
    ...createInMemoryCaps(),
    ...createInMemoryContexts(),
    ...{ members, orders, ledger, waitingCredits },
  };
  const accounts = new Map<string, number>();
  for (const customerId of CUSTOMERS) {
    const facts = { ...NOBODY, customerId };
    accounts.set(customerId, (await members.ensureMember(1, 3, facts)).accountId);
  }
  for (const news of events) {
    await settleOrder(ports, { shop, orderId: "1001", news, customer: customerOf(news) });
  }
  return {
    balances: CUSTOMERS.map((customerId) => balanceOf(accounts.get(customerId) ?? 0)),
    evaluation: evaluationOf({ programId: 1, shopId: 3, orderId: "1001" }),
    entries: entries.length,
  };
}

const NOBODY: CustomerFacts = {
  customerId: "",
  email: null,
  emailVerified: false,
  firstName: null,
  lastName: null,
  updatedAt: "2026-11-10T09:00:00.000Z",
};

it("ends in the same balances and the same explanation in 10,000 orders of arrival, with repeats", async () => {
  await fc.assert(
    fc.asyncProperty(arrivals, async ({ told, arrived }) => {
      const inTurn = await settleAll(told);
      const anyhow = await settleAll(arrived);
      expect(anyhow.balances).toEqual(inTurn.balances);
      expect(anyhow.evaluation).toEqual(inTurn.evaluation);
    }),
    { numRuns: 10_000 },
  );
}, 120_000);

it("makes no entry for what it knows already", async () => {
  const told = live({
    steps: [
      { what: "pay", number: 0 },
      { what: "return", number: 0 },
    ],
    ending: "none",
  });
  const once = await settleAll(told);
  expect((await settleAll([...told, ...told, ...told])).entries).toBe(once.entries);
});
